package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The elementwise part of the steps of an LSTM: from the products with x(t) and h(t-1), which stand
 * in the gates, to c(t) and what is handed on. All workers have met before each call, and have met
 * again when it returns.
 */
interface LstmStep {
  /**
   * One step.
   *
   * @param m (n(t), H), what is handed on, overwritten
   */
  void forward(Worker w, int t, Matrix m);

  /**
   * Its backward pass: the gates become the gradients of their pre-activations, {@link
   * CellBuffers#stateGradient} that of c(t-1).
   *
   * @param dm (n(t), H), the complete gradient of what is handed on
   */
  void backward(Worker w, int t, Matrix dm);

  /** Those of its own, after all steps; need not wait for others at the end. */
  void parameterGradients(Worker w);

  /** i, f, o = σ(z), g = tanh(z), c = f ∘ c(t-1) + i ∘ g, m = o ∘ tanh(c). Keeps tanh(c). */
  record Plain(Kernels kernels, CellBuffers b, StepBuffer tanhC, @Nullable LstmCandidate candidate)
      implements LstmStep {
    static Plain of(Kernels kernels, CellBuffers b) {
      StepBuffer tanhC = b.newStepBuffer(b.stateSize());
      return new Plain(kernels, b, tanhC, LstmCandidate.of(kernels, b));
    }

    @Override
    public void forward(Worker w, int t, Matrix m) {
      if (candidate != null && candidate.isDrawn()) {
        kernels.lstmState(w, b.gates(t), b.previousState(t), b.state(t));
        w.barrier();
        candidate.forward(w, t, b.state(t));
        kernels.lstmOutput(w, b.gates(t), b.state(t), tanhC.step(t), m);
      } else {
        kernels.lstmForward(w, b.gates(t), b.previousState(t), b.state(t), tanhC.step(t), m);
      }
      w.barrier();
    }

    @Override
    public void backward(Worker w, int t, Matrix dm) {
      kernels.lstmBackward(
          w, b.gates(t), b.previousState(t), tanhC.step(t), dm, b.stateGradient(t));
      w.barrier();
      if (candidate != null) {
        candidate.backward(w, t);
      }
    }

    @Override
    public void parameterGradients(Worker w) {}
  }
}
