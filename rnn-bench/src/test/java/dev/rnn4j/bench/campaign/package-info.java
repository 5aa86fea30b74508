@NullMarked
package dev.rnn4j.bench.campaign;

import org.jspecify.annotations.NullMarked;
