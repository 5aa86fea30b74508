@NullMarked
package dev.rnn4j.bench.page;

import org.jspecify.annotations.NullMarked;
