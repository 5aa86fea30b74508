/**
 * PyTorch's C++ library, called through the JavaCPP presets: every operator is one native call, as
 * cheap as it gets from Java. Nothing here depends on the garbage collector to free native memory.
 */
@NullMarked
package dev.rnn4j.bench.peers.pytorch;

import org.jspecify.annotations.NullMarked;
