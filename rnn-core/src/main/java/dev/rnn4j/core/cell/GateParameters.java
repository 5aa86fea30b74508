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
  private static final String GAIN_IH = "gain_ih";
  private static final String GAIN_HH = "gain_hh";

  private final CellParameters parameters;
  private final WeightProduct hh;
  private final Matrix biasIh;
  private final Matrix biasHh;

  /** Null without layer normalisation. */
  private final @Nullable Norms norms;

  /** What normalises the two shares. */
  private record Norms(LayerNorm input, LayerNorm recurrent) {}

  /**
   * The gates of a layer.
   *
   * @param layerNorm whether both shares are normalised
   */
  GateParameters(CellParameters parameters, boolean layerNorm) {
    this(parameters, parameters.product(WEIGHT_HH), layerNorm);
  }

  private GateParameters(CellParameters parameters, WeightProduct hh, boolean layerNorm) {
    this.parameters = parameters;
    this.hh = hh.forSteps();
    norms =
        layerNorm
            ? new Norms(
                new LayerNorm(parameters, GAIN_IH, BIAS_IH),
                new LayerNorm(parameters, GAIN_HH, BIAS_HH))
            : null;
    biasIh = parameters.matrix(BIAS_IH);
    biasHh = parameters.matrix(BIAS_HH);
  }

  /** With the first rows of W_hh only, for a cell that takes {@link #others} later in a step. */
  static GateParameters ofFirst(CellParameters parameters, int rows) {
    return new GateParameters(parameters, parameters.product(WEIGHT_HH, 0, rows), false);
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

  /** What layer normalisation of both shares adds. */
  static void declareGains(ParameterLayout.Builder layout, CellNames names, int gates) {
    layout.vector(names.of(GAIN_IH), gates);
    layout.vector(names.of(GAIN_HH), gates);
  }

  static void initializeGains(Parameters parameters, CellNames names) {
    LayerNorm.initializeGain(parameters, names, GAIN_IH);
    LayerNorm.initializeGain(parameters, names, GAIN_HH);
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

  /**
   * For cells that add both products up: b_ih + b_hh goes with the input's. Layer normalisation
   * adds both itself, later.
   */
  void sumOfBiases(Worker w, Matrix bias) {
    for (int j = w.from(bias.cols(), 1); j < w.to(bias.cols(), 1); j++) {
      bias.set(0, j, norms == null ? biasIh.get(0, j) + biasHh.get(0, j) : 0);
    }
  }

  /** For cells that keep the products apart: b_ih alone; none with layer normalisation. */
  void inputBiasAlone(Worker w, Matrix bias) {
    for (int j = w.from(bias.cols(), 1); j < w.to(bias.cols(), 1); j++) {
      bias.set(0, j, norms == null ? biasIh.get(0, j) : 0);
    }
  }

  /** For cells that add both products up. */
  GateShares added(CellBuffers b, @Nullable Parameters gradients) {
    Norms with = norms;
    return with == null
        ? new GateShares.Added(this, b, gradients(gradients))
        : normalized(with, b, null, gradients);
  }

  /**
   * For cells that keep the products apart.
   *
   * @param recurrent where that with h(t-1) goes
   */
  GateShares apart(CellBuffers b, StepBuffer recurrent, @Nullable Parameters gradients) {
    Norms with = norms;
    return with == null
        ? new GateShares.Apart(this, b, recurrent, gradients(gradients))
        : normalized(with, b, recurrent, gradients);
  }

  private GateShares normalized(
      Norms with, CellBuffers b, @Nullable StepBuffer apart, @Nullable Parameters gradients) {
    int kept = gradients == null ? 0 : biasIh.cols();
    return new NormalizedShares(
        hh,
        b,
        with.input.newPass(b, gradients),
        with.recurrent.newPass(b, gradients),
        apart,
        b.newStepBuffer(kept),
        b.newStepBuffer(kept),
        gradients == null ? null : gradients.matrix(parameters.names().of(WEIGHT_HH)));
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
