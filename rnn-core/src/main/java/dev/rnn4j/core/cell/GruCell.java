package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent unit (Cho et al. 2014): a = W_ih x + b_ih and q = W_hh h(t-1) + b_hh in the order
 * r z n; r, z = σ(a + q); with the reset gate after the recurrent product, as in PyTorch, n =
 * tanh(a + r ∘ q), with the reset gate before it, as in the paper, n = tanh(a + W_hn (r ∘ h(t-1)) +
 * b_hn); h = (1 - z) ∘ n + z ∘ h(t-1). Derivation: docs/derivations/gru.md. With layer
 * normalisation both products are normalised on their own
 * (docs/derivations/layer-normalization.md).
 *
 * @param reset where the reset gate stands
 * @param layerNorm whether the products are normalised; with the reset gate after the product only
 */
public record GruCell(Reset reset, boolean layerNorm) implements CellConfig {
  private static final int GATES = 3;

  /** Where the reset gate stands. */
  public enum Reset {
    /**
     * After the recurrent product: r scales q. The form of PyTorch and cuDNN; one product a step.
     */
    AFTER,
    /** Before it: r scales h(t-1), as in Cho et al. (2014). Two products a step. */
    BEFORE
  }

  /**
   * Checks the combination.
   *
   * @throws IllegalArgumentException for layer normalisation with the reset gate before the product
   */
  public GruCell {
    if (layerNorm && reset == Reset.BEFORE) {
      throw new IllegalArgumentException(
          "a gru with layer normalisation resets after the recurrent product, not before it: the"
              + " product with all gates is normalised at once");
    }
  }

  /** With the reset gate after the recurrent product. */
  public GruCell() {
    this(Reset.AFTER);
  }

  /**
   * Without layer normalisation.
   *
   * @param reset where the reset gate stands
   */
  public GruCell(Reset reset) {
    this(reset, false);
  }

  @Override
  public String name() {
    return "gru";
  }

  @Override
  public List<String> gateNames() {
    return List.of("r", "z", "n");
  }

  @Override
  public int gates(int hidden) {
    return Math.multiplyExact(GATES, hidden);
  }

  @Override
  public int keptSize(int hidden) {
    int own = reset == Reset.AFTER ? gates(hidden) : Math.multiplyExact(2, hidden);
    return layerNorm ? Math.addExact(own, NormalizedShares.keptSize(gates(hidden))) : own;
  }

  @Override
  public void declare(ParameterLayout.Builder layout, CellNames names, int hidden) {
    GateParameters.declare(layout, names, gates(hidden), hidden);
    if (layerNorm) {
      GateParameters.declareGains(layout, names, gates(hidden));
    }
  }

  /** Uniform; gains are 1. */
  @Override
  public void initialize(
      Parameters parameters, CellNames names, int hidden, Initialization how, RandomSource random) {
    CellConfig.super.initialize(parameters, names, hidden, how, random);
    if (layerNorm) {
      GateParameters.initializeGains(parameters, names);
    }
  }

  @Override
  public CellWeights bind(CellParameters parameters) {
    return switch (reset) {
      case AFTER -> new Weights(new GateParameters(parameters, layerNorm), parameters.kernels());
      case BEFORE -> {
        int hidden = GateParameters.rows(parameters) / GATES;
        GateParameters first = GateParameters.ofFirst(parameters, 2 * hidden);
        yield new EarlyWeights(first, first.others(2 * hidden), hidden, parameters.kernels());
      }
    };
  }

  private record Weights(GateParameters parameters, Kernels kernels) implements CellWeights {
    @Override
    public void inputBias(Worker w, Matrix bias) {
      parameters.inputBiasAlone(w, bias);
    }

    @Override
    public void repack(Worker w) {
      parameters.hh().repack(w);
    }

    @Override
    public CellPass newPass(CellBuffers buffers, @Nullable Parameters gradients) {
      StepBuffer recurrent = buffers.newStepBuffer(buffers.gates().cols());
      GateShares shares = parameters.apart(buffers, recurrent, gradients);
      return new Pass(kernels, buffers, recurrent, shares);
    }
  }

  /** Keeps q of every step, in the backward pass its gradient. */
  private record Pass(Kernels kernels, CellBuffers b, StepBuffer recurrent, GateShares shares)
      implements CellPass {
    @Override
    public void forward(Worker w, int t) {
      shares.forward(w, t);
      kernels.gruForward(w, b.gates(t), recurrent.step(t), b.previous(t), b.output(t));
      w.barrier();
    }

    @Override
    public void backward(Worker w, int t) {
      kernels.gruBackward(
          w,
          b.gates(t),
          recurrent.step(t),
          b.previous(t),
          b.outputGradient(t),
          b.previousGradient(t));
      w.barrier();
      shares.backward(w, t);
    }

    @Override
    public void parameterGradients(Worker w) {
      shares.parameterGradients(w);
    }
  }

  /**
   * With the reset gate before the product.
   *
   * @param first the biases, and the rows of W_hh that belong to r and z
   * @param candidate those of n
   * @param hidden H
   */
  private record EarlyWeights(
      GateParameters first, WeightProduct candidate, int hidden, Kernels kernels)
      implements CellWeights {
    @Override
    public void inputBias(Worker w, Matrix bias) {
      first.sumOfBiases(w, bias);
    }

    @Override
    public void repack(Worker w) {
      first.hh().repack(w);
      candidate.repack(w);
    }

    @Override
    public CellPass newPass(CellBuffers buffers, @Nullable Parameters gradients) {
      int training = gradients == null ? 0 : hidden;
      return new EarlyPass(
          this,
          buffers,
          buffers.gateColumns(0, 2 * hidden),
          buffers.gateColumns(2 * hidden, GATES * hidden),
          buffers.newStepBuffer(hidden),
          buffers.newStepBuffer(training),
          first.gradients(gradients));
    }
  }

  /** Keeps r ∘ h(t-1) of every step, and in the backward pass its gradient. */
  private record EarlyPass(
      EarlyWeights weights,
      CellBuffers b,
      StepBuffer rz,
      StepBuffer n,
      StepBuffer rh,
      StepBuffer drh,
      @Nullable GateGradients gradients)
      implements CellPass {
    @Override
    public void forward(Worker w, int t) {
      weights.first.hh().forward(w, b.recurrent(t), rz.step(t), true);
      w.barrier();
      weights.kernels.gruReset(w, b.gates(t), b.recurrent(t), rh.step(t));
      w.barrier();
      weights.candidate.forward(w, rh.step(t), n.step(t), true);
      w.barrier();
      weights.kernels.gruUpdate(w, b.gates(t), b.previous(t), b.output(t));
      w.barrier();
    }

    @Override
    public void backward(Worker w, int t) {
      Kernels kernels = weights.kernels;
      Matrix dPrevious = b.previousGradient(t);
      Matrix dRecurrent = b.recurrentGradient(t);
      kernels.gruUpdateBackward(w, b.gates(t), b.previous(t), b.outputGradient(t), dPrevious);
      w.barrier();
      weights.candidate.backward(w, n.step(t), drh.step(t), false);
      w.barrier();
      kernels.gruResetBackward(w, b.gates(t), b.recurrent(t), drh.step(t), dRecurrent);
      w.barrier();
      weights.first.hh().backward(w, rz.step(t), dRecurrent, true);
      w.barrier();
    }

    @Override
    public void parameterGradients(Worker w) {
      GateGradients g = GateGradients.required(gradients);
      int split = rz.all().cols();
      Matrix dFirst = g.dHh().rowRange(0, split);
      Matrix dCandidate = g.dHh().rowRange(split, g.dHh().rows());
      weights.first.hh().weightGradient(w, rz.all(), b.recurrent(), dFirst);
      weights.candidate.weightGradient(w, n.all(), rh.all(), dCandidate);
      g.biases(w, b.gates(), b.gates());
    }
  }
}
