package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What the built-in cells have in common: gates of W_ih x(t) + b_ih and W_hh h(t-1) + b_hh, under
 * PyTorch's names. Both biases are kept, see docs/decisions/0005-two-biases.md.
 */
final class GateParameters {
  private static final String WEIGHT_HH = "weight_hh";
  private static final String BIAS_IH = "bias_ih";
  private static final String BIAS_HH = "bias_hh";

  private final CellParameters parameters;
  private final WeightProduct hh;
  private final Matrix biasIh;
  private final Matrix biasHh;

  GateParameters(CellParameters parameters) {
    this(parameters, parameters.product(WEIGHT_HH));
  }

  private GateParameters(CellParameters parameters, WeightProduct hh) {
    this.parameters = parameters;
    this.hh = hh.forSteps();
    biasIh = parameters.matrix(BIAS_IH);
    biasHh = parameters.matrix(BIAS_HH);
  }

  /** With the first rows of W_hh only, for a cell that takes {@link #others} later in a step. */
  static GateParameters ofFirst(CellParameters parameters, int rows) {
    return new GateParameters(parameters, parameters.product(WEIGHT_HH, 0, rows));
  }

  /** The rows of W_hh from some row on. */
  WeightProduct others(int from) {
    return parameters.product(WEIGHT_HH, from, biasHh.cols()).forSteps();
  }

  /** Rows of the weights of a layer. */
  static int rows(CellParameters parameters) {
    return parameters.matrix(BIAS_HH).cols();
  }

  static void declare(ParameterLayout.Builder layout, CellNames names, int gates, int output) {
    layout.matrix(names.of(WEIGHT_HH), gates, output);
    layout.vector(names.of(BIAS_IH), gates);
    layout.vector(names.of(BIAS_HH), gates);
  }

  /** b_ih of a layer, in parameters or in their gradients. */
  static Matrix biasIh(Parameters parameters, CellNames names) {
    return parameters.matrix(names.of(BIAS_IH));
  }

  /** W_hh becomes a multiple of the identity, both biases 0; for cells with one gate. */
  static void setIdentity(Parameters parameters, CellNames names, float scale) {
    Matrix hh = parameters.matrix(names.of(WEIGHT_HH));
    Initializers.constant(hh, 0);
    for (int j = 0; j < hh.rows(); j++) {
      hh.set(j, j, scale);
    }
    Initializers.constant(biasIh(parameters, names), 0);
    Initializers.constant(parameters.matrix(names.of(BIAS_HH)), 0);
  }

  /** W_hh (gates, output), packed. */
  WeightProduct hh() {
    return hh;
  }

  Matrix biasHh() {
    return biasHh;
  }

  /** For cells that add both products up: b_ih + b_hh goes with the input's. */
  void sumOfBiases(Worker w, Matrix bias) {
    for (int j = w.from(bias.cols(), 1); j < w.to(bias.cols(), 1); j++) {
      bias.set(0, j, biasIh.get(0, j) + biasHh.get(0, j));
    }
  }

  /** For cells that keep the products apart: b_ih alone. */
  void inputBiasAlone(Worker w, Matrix bias) {
    for (int j = w.from(bias.cols(), 1); j < w.to(bias.cols(), 1); j++) {
      bias.set(0, j, biasIh.get(0, j));
    }
  }

  @Nullable GateGradients gradients(@Nullable Parameters of) {
    CellNames names = parameters.names();
    return of == null
        ? null
        : new GateGradients(
            hh,
            parameters.kernels(),
            of.matrix(names.of(WEIGHT_HH)),
            biasIh(of, names),
            of.matrix(names.of(BIAS_HH)));
  }
}
