/** The official build of PyTorch, which DJL packs for the JVM, behind the same adapter. */
@NullMarked
package dev.rnn4j.bench.peers.pytorchdjl;

import org.jspecify.annotations.NullMarked;
