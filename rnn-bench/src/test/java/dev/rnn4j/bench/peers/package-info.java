@NullMarked
package dev.rnn4j.bench.peers;

import org.jspecify.annotations.NullMarked;
