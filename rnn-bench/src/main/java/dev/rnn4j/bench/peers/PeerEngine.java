package dev.rnn4j.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The engines that are compared, ours first; a module under rnn-bench/peers for each other. */
public enum PeerEngine {
  RNN4J(Rnn4jRival.class.getName()),
  PYTORCH("dev.rnn4j.bench.peers.pytorch.PyTorchRival"),
  PYTORCH_DJL("dev.rnn4j.bench.peers.pytorchdjl.PyTorchDjlRival"),
  ONNXRUNTIME("dev.rnn4j.bench.peers.onnxruntime.OnnxRuntimeRival"),
  ONNXRUNTIME_1_20("dev.rnn4j.bench.peers.onnxruntime120.OnnxRuntime120Rival"),
  ONEDNN("dev.rnn4j.bench.peers.onednn.OneDnnRival"),
  MKL("dev.rnn4j.bench.peers.mkl.MklRival"),
  OPENBLAS("dev.rnn4j.bench.peers.openblas.OpenBlasRival"),
  DL4J("dev.rnn4j.bench.peers.dl4j.Dl4jRival");

  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  private final String adapter;

  PeerEngine(String adapter) {
    this.adapter = adapter;
  }

  /** Name of its class. */
  String adapter() {
    return adapter;
  }

  /** {@return its name on the command line, in the table, and of its module's folder} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What its JVM is started with for warm speed or a start; all else as Java has it by default. */
  List<String> jvmArguments(boolean warm) {
    List<String> arguments = new ArrayList<>(List.of("-XX:+UseSerialGC"));
    if (this != RNN4J) {
      arguments.add("--enable-native-access=ALL-UNNAMED");
      arguments.add("--sun-misc-unsafe-memory-access=allow");
      return arguments;
    }
    arguments.add(VECTORS);
    if (warm) {
      // What is measured is warm; plain code meanwhile would only be mistaken for it.
      arguments.add("-Ddev.rnn4j.simd.warmup=none");
      arguments.add("-Xmn32m"); // as ./rnn has it, see docs/decisions/0013
      arguments.add("-XX:CompileCommand=quiet");
      arguments.add(FmaPeak.WHOLE);
    }
    return arguments;
  }
}
