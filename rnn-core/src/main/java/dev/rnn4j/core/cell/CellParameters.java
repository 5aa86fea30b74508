package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one layer, as its cell binds them. For training they are views of the values
 * that change; for use they are copies, so that the values themselves need not be kept.
 */
public final class CellParameters {
  /** Until they are bound; kept in training only. */
  private @Nullable Parameters values;

  private final CellNames names;
  private final Kernels kernels;
  private final WeightFormat format;
  private final boolean training;
  private final List<Bound> products = new ArrayList<>();
  private final Map<String, Matrix> matrices = new LinkedHashMap<>();

  /** Rows of a weight. */
  private record Bound(String name, int from, int to, WeightProduct product) {}

  /**
   * Parameters that nothing is bound to yet.
   *
   * @param values all of the model's
   * @param names of the layer's
   * @param kernels the arithmetic
   * @param training whether there is a backward pass, for which weights are packed twice
   */
  public CellParameters(Parameters values, CellNames names, Kernels kernels, boolean training) {
    this.values = values;
    this.names = names;
    this.kernels = kernels;
    this.training = training;
    format = values.format();
  }

  /**
   * All of the model's parameters.
   *
   * @return the live values
   * @throws IllegalStateException if they were let go of, because this is not for training
   */
  public Parameters live() {
    Parameters bound = values;
    if (bound == null) {
      throw new IllegalStateException("the parameters are bound when a layer is made, not later");
    }
    return bound;
  }

  /**
   * A parameter.
   *
   * @param parameter its name without prefix and suffix, such as "bias_ih"
   * @return in training a live view; a vector is one row
   */
  public Matrix matrix(String parameter) {
    String name = names.of(parameter);
    Matrix m = training ? live().matrix(name) : live().matrix(name).copy();
    matrices.put(name, m);
    return m;
  }

  /**
   * Packs a weight W (N, K) for the products of both passes.
   *
   * @param parameter its name without prefix and suffix, such as "weight_hh"
   * @return x · Wᵀ and, for training, dy · W
   */
  public WeightProduct product(String parameter) {
    return product(parameter, 0, live().matrix(names.of(parameter)).rows());
  }

  /**
   * Packs some rows of a weight W (N, K) on their own, for cells that need some before others.
   *
   * @param parameter its name without prefix and suffix, such as "weight_hh"
   * @param from first row
   * @param to row after the last
   * @return the products of these rows
   */
  public WeightProduct product(String parameter, int from, int to) {
    String name = names.of(parameter);
    Matrix rows = live().matrix(name).rowRange(from, to);
    WeightProduct product = new WeightProduct(rows, kernels, format, training);
    products.add(new Bound(name, from, to, product));
    return product;
  }

  /** Everything is bound; what is for use lets go of the values. */
  public void close() {
    values = training ? values : null;
  }

  /**
   * Copies what was bound, to the bit.
   *
   * @param into parameters of the same layout
   */
  public void copyTo(Parameters into) {
    matrices.forEach((name, m) -> into.matrix(name).set(m));
    for (Bound b : products) {
      b.product.unpack(into.matrix(b.name).rowRange(b.from, b.to));
    }
  }

  /** {@return the names of the layer's parameters} */
  public CellNames names() {
    return names;
  }

  /** {@return the arithmetic} */
  public Kernels kernels() {
    return kernels;
  }

  /** {@return whether there is a backward pass} */
  public boolean training() {
    return training;
  }
}
