package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.Cell;
import java.util.List;

/**
 * One recurrent layer.
 *
 * @param cell the kind of its cells
 * @param hidden number of units H, 1 or more
 * @param learnsStart whether h(0) and c(0) are parameters, {@code initial_h} and {@code initial_c},
 *     the same for all sequences; otherwise they are zeros
 */
public record LayerConfig(Cell cell, int hidden, boolean learnsStart) {
  /** Most units of a layer. */
  public static final int MAX_HIDDEN = 1 << 20;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public LayerConfig {
    if (hidden < 1 || hidden > MAX_HIDDEN) {
      throw new IllegalArgumentException(
          "the hidden size must be 1 to " + MAX_HIDDEN + ", not " + hidden);
    }
  }

  /**
   * A layer that starts from zeros.
   *
   * @param cell the kind of its cells
   * @param hidden number of units H, 1 or more
   */
  public LayerConfig(Cell cell, int hidden) {
    this(cell, hidden, false);
  }

  /**
   * Layers that differ in their width only.
   *
   * @param cell the kind of their cells
   * @param hiddenSizes H of each, from the input up
   * @param learnsStart whether h(0) and c(0) are parameters
   * @return as many layers
   */
  public static List<LayerConfig> of(Cell cell, List<Integer> hiddenSizes, boolean learnsStart) {
    return hiddenSizes.stream().map(h -> new LayerConfig(cell, h, learnsStart)).toList();
  }

  /** {@return the rows of W_ih} */
  public int gates() {
    return cell.gates(hidden);
  }

  /** {@return the width of h} */
  public int outputSize() {
    return cell.outputSize(hidden);
  }

  /** {@return the width of c, 0 without} */
  public int stateSize() {
    return cell.stateSize(hidden);
  }
}
