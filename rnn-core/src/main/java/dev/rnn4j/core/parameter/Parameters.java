package dev.rnn4j.core.parameter;

import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.tensor.Matrix;

/**
 * One float for every parameter of a model, by name and as one flat array: the parameters
 * themselves, or in the same layout their gradients or an optimiser's moments.
 *
 * <p>Parameters of {@link WeightFormat#BFLOAT16} are floats as well, but every element of a matrix
 * is one that 16 bits can hold; biases are kept as they are. A model made of them computes with 16
 * bits, and its file has them.
 */
public final class Parameters {
  private final ParameterLayout layout;
  private final float[] values;
  private final WeightFormat format;

  /**
   * Zeros.
   *
   * @param layout names and shapes
   */
  public Parameters(ParameterLayout layout) {
    this(layout, new float[layout.size()]);
  }

  /**
   * Given values, of {@link WeightFormat#FLOAT32}.
   *
   * @param layout names and shapes
   * @param values as many floats as the layout has, shared
   * @throws IllegalArgumentException if there are more or fewer
   */
  public Parameters(ParameterLayout layout, float[] values) {
    this(layout, values, WeightFormat.FLOAT32);
  }

  /**
   * Given values in a format.
   *
   * @param layout names and shapes
   * @param values as many floats as the layout has, shared; the matrices among them are rounded
   *     here
   * @param format what to round them to
   * @throws IllegalArgumentException if there are more or fewer
   */
  public Parameters(ParameterLayout layout, float[] values, WeightFormat format) {
    if (values.length != layout.size()) {
      throw new IllegalArgumentException(
          values.length + " values given for " + layout.size() + " parameters");
    }
    this.layout = layout;
    this.values = values;
    this.format = format;
    if (format != WeightFormat.FLOAT32) {
      roundMatrices();
    }
  }

  private void roundMatrices() {
    for (ParameterLayout.Entry entry : layout.entries()) {
      int end = entry.offset() + entry.size();
      for (int i = entry.offset(); !entry.vector() && i < end; i++) {
        values[i] = format.nearest(values[i]);
      }
    }
  }

  /**
   * The format of the matrices.
   *
   * @return what they are rounded to
   */
  public WeightFormat format() {
    return format;
  }

  /**
   * These parameters in a format: rounded if it has fewer bits, otherwise the same values.
   *
   * @param other the format
   * @return this if it is that of these parameters, otherwise a copy
   */
  public Parameters in(WeightFormat other) {
    return other == format ? this : new Parameters(layout, values.clone(), other);
  }

  /**
   * Names and shapes.
   *
   * @return the layout
   */
  public ParameterLayout layout() {
    return layout;
  }

  /**
   * All values.
   *
   * @return the live flat array
   */
  public float[] values() {
    return values;
  }

  /**
   * One parameter.
   *
   * @param name its name
   * @return a live view; a vector is one row
   * @throws IllegalArgumentException if there is none of that name
   */
  public Matrix matrix(String name) {
    for (ParameterLayout.Entry entry : layout.entries()) {
      if (entry.name().equals(name)) {
        return new Matrix(values, entry.offset(), entry.rows(), entry.cols(), entry.cols());
      }
    }
    throw new IllegalArgumentException("this model has no parameter named " + name);
  }
}
