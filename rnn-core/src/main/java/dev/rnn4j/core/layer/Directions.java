package dev.rnn4j.core.layer;

/** In which directions the layers of a stack read, and how two outputs become one. */
public enum Directions {
  /** From the first step to the last. */
  FORWARD(1),
  /** Both, their outputs side by side: the forward one in the first columns. */
  CONCATENATED(2),
  /** Both, the sum of their outputs. */
  SUMMED(2),
  /** Both, the mean of their outputs. */
  AVERAGED(2);

  private final int count;

  Directions(int count) {
    this.count = count;
  }

  /** {@return 1 or 2} */
  public int count() {
    return count;
  }

  /** The width of the outputs of layers of width H. */
  int outputSize(int width) {
    return this == CONCATENATED ? Math.multiplyExact(2, width) : width;
  }
}
