package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * {@link CandidateDropout} of an LSTM: c = f ∘ c(t-1) + i ∘ d(g). As d multiplies g by a mask, the
 * gradients of the pre-activations of i and of g are those without it times that mask, and those of
 * f and of c(t-1) do not change.
 *
 * @param i columns of the gates
 * @param g columns of the gates
 */
record LstmCandidate(Kernels kernels, CandidateDropout dropout, StepBuffer i, StepBuffer g) {
  /** Null if the layer drops none, as in use. */
  static @Nullable LstmCandidate of(Kernels kernels, CellBuffers b) {
    CandidateDropout dropout = b.candidateDropout();
    int hidden = b.stateSize();
    return dropout == null
        ? null
        : new LstmCandidate(
            kernels, dropout, b.gateColumns(0, hidden), b.gateColumns(2 * hidden, 3 * hidden));
  }

  boolean isDrawn() {
    return dropout.isDrawn();
  }

  /** Of c, where the gates are activated; all workers have met before and when this returns. */
  void forward(Worker w, int t, Matrix c) {
    dropout.forward(w, kernels, t, g.step(t), i.step(t), c);
    w.barrier();
  }

  /** Of the gradients of the gates; all workers have met before and when this returns. */
  void backward(Worker w, int t) {
    dropout.backward(w, kernels, t, i.step(t));
    dropout.backward(w, kernels, t, g.step(t));
    w.barrier();
  }
}
