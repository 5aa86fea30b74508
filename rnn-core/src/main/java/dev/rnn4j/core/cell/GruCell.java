package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent unit (Cho et al. 2014) with the reset gate after the recurrent product, as in
 * PyTorch: a = W_ih x + b_ih and q = W_hh h(t-1) + b_hh in the order r z n; r, z = σ(a + q), n =
 * tanh(a + r ∘ q); h = (1 - z) ∘ n + z ∘ h(t-1). Derivation: docs/derivations/gru.md.
 */
public record GruCell() implements CellConfig {
  private static final int GATES = 3;

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
    return gates(hidden);
  }

  @Override
  public void declare(ParameterLayout.Builder layout, CellNames names, int hidden) {
    GateParameters.declare(layout, names, gates(hidden), hidden);
  }

  @Override
  public CellWeights bind(CellParameters parameters) {
    return new Weights(new GateParameters(parameters), parameters.kernels());
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
}
