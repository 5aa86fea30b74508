package dev.rnn4j.core.kernel;

/** How the weights of matrix products are stored, in memory and in a file. */
public enum WeightFormat {
  /** 32-bit floats: what training needs, and the default. */
  FLOAT32("f32", Float.BYTES),
  /**
   * The upper half of a float ({@link Bfloat16}), expanded to a float when it is used: all sums are
   * still in 32 bits. Half the bytes to read, for models in use.
   */
  BFLOAT16("bf16", Short.BYTES);

  private final String label;
  private final int bytes;

  WeightFormat(String label, int bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /**
   * Short name, for people and options.
   *
   * @return "f32" or "bf16"
   */
  public String label() {
    return label;
  }

  /**
   * The size of one weight.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * A value as this format keeps it.
   *
   * @param x any float
   * @return the nearest value of the format; of two equally near ones the even one
   */
  public float nearest(float x) {
    return this == BFLOAT16 ? Bfloat16.toFloat(Bfloat16.of(x)) : x;
  }
}
