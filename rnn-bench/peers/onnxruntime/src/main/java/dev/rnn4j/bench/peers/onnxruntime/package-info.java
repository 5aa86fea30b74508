/**
 * ONNX Runtime. It runs models in files, so every case is written as one first; inputs and outputs
 * are direct buffers it reads and writes in place.
 */
@NullMarked
package dev.rnn4j.bench.peers.onnxruntime;

import org.jspecify.annotations.NullMarked;
