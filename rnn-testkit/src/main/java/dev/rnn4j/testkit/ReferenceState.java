package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Recurrent state of every layer, as it enters or leaves a window.
 *
 * @param hidden per layer l: h, (B, its width) row-major
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
    List<double[]> hidden = new ArrayList<>();
    List<double[]> cell = new ArrayList<>();
    for (int width : config.hiddenSizes()) {
      hidden.add(new double[batch * ReferenceCell.outputSize(config.cell(), width)]);
      if (config.cell() instanceof LstmCell) {
        cell.add(new double[batch * ReferenceCell.stateSize(config.cell(), width)]);
      }
    }
    return new ReferenceState(hidden, cell);
  }

  /** An independent copy. */
  public ReferenceState copy() {
    return new ReferenceState(copy(hidden), copy(cell));
  }

  private static List<double[]> copy(List<double[]> layers) {
    List<double[]> copies = new ArrayList<>();
    for (double[] layer : layers) {
      copies.add(layer.clone());
    }
    return copies;
  }
}
