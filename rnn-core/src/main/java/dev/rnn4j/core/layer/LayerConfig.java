package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.Cell;

/**
 * One recurrent layer.
 *
 * @param cell the kind of its cells
 * @param hidden number of units H, 1 or more
 */
public record LayerConfig(Cell cell, int hidden) {
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
