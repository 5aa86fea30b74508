/** Intel MKL as a rival: matrix products only. */
@NullMarked
package dev.rnn4j.bench.peers.mkl;

import org.jspecify.annotations.NullMarked;
