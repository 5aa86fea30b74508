package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The simple recurrent cell (Elman 1990): z = W_ih x + b_ih + W_hh h(t-1) + b_hh, h = f(z).
 * Derivation: docs/derivations/simple-rnn.md. With layer normalisation both products are normalised
 * on their own (docs/derivations/layer-normalization.md).
 *
 * @param activation f
 * @param layerNorm whether the products are normalised
 */
public record ElmanCell(Activation activation, boolean layerNorm) implements CellConfig {
  /**
   * Without layer normalisation.
   *
   * @param activation f
   */
  public ElmanCell(Activation activation) {
    this(activation, false);
  }

  @Override
  public String name() {
    return "rnn";
  }

  @Override
  public int gates(int hidden) {
    return hidden;
  }

  @Override
  public int keptSize(int hidden) {
    return layerNorm ? NormalizedShares.keptSize(gates(hidden)) : 0;
  }

  @Override
  public void declare(ParameterLayout.Builder layout, CellNames names, int hidden) {
    GateParameters.declare(layout, names, gates(hidden), hidden);
    if (layerNorm) {
      GateParameters.declareGains(layout, names, gates(hidden));
    }
  }

  /** Uniform; or with an identity W_hh that, and biases of 0. Gains are 1. */
  @Override
  public void initialize(
      Parameters parameters, CellNames names, int hidden, Initialization how, RandomSource random) {
    CellConfig.super.initialize(parameters, names, hidden, how, random);
    if (how.identity() > 0) {
      GateParameters.setIdentity(parameters, names, how.identity());
    }
    if (layerNorm) {
      GateParameters.initializeGains(parameters, names);
    }
  }

  @Override
  public CellWeights bind(CellParameters parameters) {
    return new Weights(activation, new GateParameters(parameters, layerNorm), parameters.kernels());
  }

  private record Weights(Activation f, GateParameters parameters, Kernels kernels)
      implements CellWeights {
    @Override
    public void inputBias(Worker w, Matrix bias) {
      parameters.sumOfBiases(w, bias);
    }

    @Override
    public void repack(Worker w) {
      parameters.hh().repack(w);
    }

    @Override
    public CellPass newPass(CellBuffers buffers, @Nullable Parameters gradients) {
      return new Pass(this, buffers, parameters.added(buffers, gradients));
    }
  }

  private record Pass(Weights weights, CellBuffers b, GateShares shares) implements CellPass {
    @Override
    public void forward(Worker w, int t) {
      shares.forward(w, t);
      weights.kernels.activate(w, weights.f, b.gates(t), b.output(t));
      w.barrier();
    }

    @Override
    public void backward(Worker w, int t) {
      weights.kernels.activateBackward(w, weights.f, b.output(t), b.outputGradient(t), b.gates(t));
      w.barrier();
      shares.backward(w, t);
    }

    @Override
    public void parameterGradients(Worker w) {
      shares.parameterGradients(w);
    }
  }
}
