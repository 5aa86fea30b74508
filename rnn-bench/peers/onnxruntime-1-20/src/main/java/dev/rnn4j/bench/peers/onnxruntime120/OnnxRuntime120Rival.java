package dev.rnn4j.bench.peers.onnxruntime120;

import dev.rnn4j.bench.peers.onnxruntime.OnnxRuntimeRival;

/** ONNX Runtime of the version that this module brings. */
public final class OnnxRuntime120Rival extends OnnxRuntimeRival {
  /** Made by name. */
  public OnnxRuntime120Rival() {}
}
