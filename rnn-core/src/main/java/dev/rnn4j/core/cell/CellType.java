package dev.rnn4j.core.cell;

/** The kinds of recurrent cell. */
public enum CellType {
  /** Simple recurrent network (Elman 1990): h = f(z). */
  RNN(1, false, false),
  /** Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate of Gers et al. 2000). */
  LSTM(4, true, false),
  /** Gated recurrent unit (Cho et al. 2014), the reset gate after the recurrent product. */
  GRU(3, false, true);

  private final int gates;
  private final boolean cellState;
  private final boolean productsApart;

  CellType(int gates, boolean cellState, boolean productsApart) {
    this.gates = gates;
    this.cellState = cellState;
    this.productsApart = productsApart;
  }

  /**
   * How many pre-activations a unit has; weight matrices have {@code gates() * H} rows.
   *
   * @return 1, 3 or 4
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

  /**
   * Whether W_hh h(t-1) + b_hh is kept apart from W_ih x(t) + b_ih, because more is done with the
   * two than adding them.
   *
   * @return true for the GRU
   */
  public boolean keepsProductsApart() {
    return productsApart;
  }
}
