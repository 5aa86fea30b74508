package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The elementwise part of an LSTM whose output sees c normalised: c as ever, m = o ∘ tanh(LN(c)).
 * Keeps tanh(LN(c)), and the gradient of LN(c).
 */
record NormalizedLstmStep(
    Kernels kernels,
    CellBuffers b,
    LayerNorm.Pass norm,
    StepBuffer tanhC,
    StepBuffer dNormalized,
    @Nullable LstmCandidate candidate)
    implements LstmStep {
  static NormalizedLstmStep of(Kernels kernels, CellBuffers b, LayerNorm.Pass norm) {
    int hidden = b.stateSize();
    return new NormalizedLstmStep(
        kernels,
        b,
        norm,
        b.newStepBuffer(hidden),
        b.newStepBuffer(b.isTraining() ? hidden : 0),
        LstmCandidate.of(kernels, b));
  }

  /** Floats of a row in the buffers. */
  static int keptSize(int hidden) {
    return Math.addExact(LayerNorm.keptSize(hidden), Math.multiplyExact(2, hidden));
  }

  @Override
  public void forward(Worker w, int t, Matrix m) {
    kernels.lstmState(w, b.gates(t), b.previousState(t), b.state(t));
    w.barrier();
    if (candidate != null && candidate.isDrawn()) {
      candidate.forward(w, t, b.state(t));
    }
    norm.forward(w, t, b.state(t), tanhC.step(t), false);
    w.barrier();
    kernels.lstmOutput(w, b.gates(t), tanhC.step(t), tanhC.step(t), m);
    w.barrier();
  }

  @Override
  public void backward(Worker w, int t, Matrix dm) {
    Matrix dc = b.stateGradient(t);
    Matrix dv = dNormalized.step(t);
    Rows.clear(w, dv);
    w.barrier();
    kernels.lstmOutputBackward(w, b.gates(t), tanhC.step(t), dm, dv);
    w.barrier();
    norm.backward(w, t, dv, dc, true);
    w.barrier();
    kernels.lstmStateBackward(w, b.gates(t), b.previousState(t), dc);
    w.barrier();
    if (candidate != null) {
      candidate.backward(w, t);
    }
  }

  @Override
  public void parameterGradients(Worker w) {
    norm.parameterGradients(w, dNormalized.all());
  }
}
