/** OpenBLAS as a rival: matrix products only. */
@NullMarked
package dev.rnn4j.bench.peers.openblas;

import org.jspecify.annotations.NullMarked;
