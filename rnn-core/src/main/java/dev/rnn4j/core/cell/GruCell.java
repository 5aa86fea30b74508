package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent unit (Cho et al. 2014): a = W_ih x + b_ih and q = W_hh h(t-1) + b_hh in the order
 * r z n; r, z = σ(a + q); with the reset gate after the recurrent product, as in PyTorch, n =
 * tanh(a + r ∘ q), with the reset gate before it, as in the paper, n = tanh(a + W_hn (r ∘ h(t-1)) +
 * b_hn); h = (1 - z) ∘ n + z ∘ h(t-1). Derivation: docs/derivations/gru.md.
 *
 * @param reset where the reset gate stands
 */
public record GruCell(Reset reset) implements CellConfig {
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

  /** With the reset gate after the recurrent product. */
  public GruCell() {
    this(Reset.AFTER);
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
    return reset == Reset.AFTER ? gates(hidden) : Math.multiplyExact(2, hidden);
  }

  @Override
  public void declare(ParameterLayout.Builder layout, CellNames names, int hidden) {
    GateParameters.declare(layout, names, gates(hidden), hidden);
  }

  @Override
  public CellWeights bind(CellParameters parameters) {
    return switch (reset) {
      case AFTER -> new Weights(new GateParameters(parameters), parameters.kernels());
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
      return new Pass(this, buffers, recurrent, parameters.gradients(gradients));
    }
  }

  /** Keeps q of every step, in the backward pass its gradient. */
  private record Pass(
      Weights weights, CellBuffers b, StepBuffer recurrent, @Nullable GateGradients gradients)
      implements CellPass {
    @Override
    public void forward(Worker w, int t) {
      GateParameters parameters = weights.parameters;
      parameters.hh().affine(w, b.recurrent(t), parameters.biasHh(), recurrent.step(t));
      w.barrier();
      weights.kernels.gruForward(w, b.gates(t), recurrent.step(t), b.previous(t), b.output(t));
      w.barrier();
    }

    @Override
    public void backward(Worker w, int t) {
      weights.kernels.gruBackward(
          w,
          b.gates(t),
          recurrent.step(t),
          b.previous(t),
          b.outputGradient(t),
          b.previousGradient(t));
      w.barrier();
      weights.parameters.hh().backward(w, recurrent.step(t), b.recurrentGradient(t), true);
      w.barrier();
    }

    @Override
    public void parameterGradients(Worker w) {
      GateGradients.required(gradients).compute(w, b.gates(), recurrent.all(), b.recurrent());
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
