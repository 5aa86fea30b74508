package dev.rnn4j.core.cell;

/** The kinds of recurrent cell. */
public enum CellType {
  /** Simple recurrent network (Elman 1990): h = f(z). */
  RNN(1, false),
  /** Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate of Gers et al. 2000). */
  LSTM(4, true);

  private final int gates;
  private final boolean cellState;

  CellType(int gates, boolean cellState) {
    this.gates = gates;
    this.cellState = cellState;
  }

  /**
   * How many pre-activations a unit has; weight matrices have {@code gates() * H} rows.
   *
   * @return 1 or 4
   */
  public int gates() {
    return gates;
  }

  /**
   * Whether a cell state c is carried beside the hidden state h.
   *
   * @return true for the LSTM
   */
  public boolean hasCellState() {
    return cellState;
  }
}
