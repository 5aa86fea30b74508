package dev.rnn4j.bench.peers.onnxruntime;

import dev.rnn4j.bench.peers.PeerCase.Layer.Cell;
import dev.rnn4j.bench.peers.PeerData.LayerWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operators LSTM, GRU and RNN, with weights in PyTorch's order of gates. */
final class RecurrentNode {
  private RecurrentNode() {}

  /**
   * Names of what a layer reads.
   *
   * @param x (T, B, I)
   * @param lengths of the sequences (B), 32 bits; empty if all are T
   * @param state the initial h, and c of an LSTM (1, B, H); none for zeros
   */
  record Inputs(String x, String lengths, List<String> state) {
    Inputs(String x, String... state) {
      this(x, "", List.of(state));
    }
  }

  /**
   * Adds a layer to a graph.
   *
   * @param suffix of the names of its constants
   * @param inputs what it reads
   * @param outputs h of all steps (T, 1, B, H), last h, last c; shorter, or "" where not wanted
   */
  static void add(
      OnnxGraph graph,
      Cell cell,
      String suffix,
      LayerWeights weights,
      Inputs inputs,
      List<String> outputs) {
    int rows = weights.biasIh().length;
    int h = rows / cell.gates();
    String w = "w" + suffix;
    String r = "r" + suffix;
    String b = "b" + suffix;
    graph.constant(w, reordered(cell, weights.ih()), 1, rows, weights.ih().length / rows);
    graph.constant(r, reordered(cell, weights.hh()), 1, rows, h);
    float[] biases = new float[2 * rows];
    System.arraycopy(reordered(cell, weights.biasIh()), 0, biases, 0, rows);
    System.arraycopy(reordered(cell, weights.biasHh()), 0, biases, rows, rows);
    graph.constant(b, biases, 1, 2L * rows);
    graph.node(operator(cell), operands(inputs, w, r, b), outputs, attributes(cell, h));
  }

  /** X, W, R, B, the lengths of the sequences, and the initial state. */
  private static List<String> operands(Inputs inputs, String w, String r, String b) {
    List<String> names = new ArrayList<>(List.of(inputs.x(), w, r, b));
    if (!inputs.lengths().isEmpty() || !inputs.state().isEmpty()) {
      names.add(inputs.lengths());
    }
    names.addAll(inputs.state());
    return names;
  }

  private static String operator(Cell cell) {
    return switch (cell) {
      case LSTM -> "LSTM";
      case GRU -> "GRU";
      case RNN_TANH -> "RNN";
    };
  }

  private static Map<String, Integer> attributes(Cell cell, int h) {
    // PyTorch multiplies by r after the product with W_hn and its bias, as cuDNN does.
    return cell == Cell.GRU
        ? Map.of("hidden_size", h, "linear_before_reset", 1)
        : Map.of("hidden_size", h);
  }

  /** From i f g o to i o f g, from r z n to z r n. */
  private static float[] reordered(Cell cell, float[] gates) {
    int[] order =
        switch (cell) {
          case LSTM -> new int[] {0, 3, 1, 2};
          case GRU -> new int[] {1, 0, 2};
          case RNN_TANH -> new int[] {0};
        };
    int block = gates.length / order.length;
    float[] result = new float[gates.length];
    for (int gate = 0; gate < order.length; gate++) {
      System.arraycopy(gates, order[gate] * block, result, gate * block, block);
    }
    return result;
  }
}
