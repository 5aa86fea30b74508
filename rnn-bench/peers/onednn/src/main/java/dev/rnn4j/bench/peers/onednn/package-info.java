/** oneDNN as a rival: matrix products, its RNN primitives, and streams made of them. */
@NullMarked
package dev.rnn4j.bench.peers.onednn;

import org.jspecify.annotations.NullMarked;
