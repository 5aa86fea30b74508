/** ONNX Runtime 1.20, behind the same adapter. */
@NullMarked
package dev.rnn4j.bench.peers.onnxruntime120;

import org.jspecify.annotations.NullMarked;
