package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Recurrent state of every layer, as it enters or leaves a window.
 *
 * @param hidden per layer l: h, (B, H_l) row-major
 * @param cell per layer l: c, (B, H_l) row-major; an empty list if there is none, as in RNN and GRU
 */
public record ReferenceState(List<double[]> hidden, List<double[]> cell) {

  /**
   * The state before the first window.
   *
   * @param config the model
   * @param batch B
   * @return zeros everywhere
   */
  public static ReferenceState zeros(LanguageModelConfig config, int batch) {
    return new ReferenceState(
        zeroRows(config, batch),
        config.cell() instanceof LstmCell ? zeroRows(config, batch) : List.of());
  }

  /** An independent copy. */
  public ReferenceState copy() {
    return new ReferenceState(copy(hidden), copy(cell));
  }

  private static List<double[]> zeroRows(LanguageModelConfig config, int batch) {
    List<double[]> rows = new ArrayList<>();
    for (int width : config.hiddenSizes()) {
      rows.add(new double[batch * width]);
    }
    return rows;
  }

  private static List<double[]> copy(List<double[]> layers) {
    List<double[]> copies = new ArrayList<>();
    for (double[] layer : layers) {
      copies.add(layer.clone());
    }
    return copies;
  }
}
