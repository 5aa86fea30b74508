package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/** Where the gradients of {@link GateParameters} go. */
record GateGradients(
    WeightProduct hh, Kernels kernels, Matrix dHh, Matrix dBiasIh, Matrix dBiasHh) {
  static GateGradients required(@Nullable GateGradients gradients) {
    if (gradients == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    return gradients;
  }

  /**
   * Everything from all steps.
   *
   * @param w whose share to compute
   * @param da (M, gates): gradient of the input's share
   * @param dq (M, gates): gradient of the recurrent share; the same where the two are added up
   * @param previous (M, output): h(t-1) of each row
   */
  void compute(Worker w, Matrix da, Matrix dq, Matrix previous) {
    hh.weightGradient(w, dq, previous, dHh);
    biases(w, da, dq);
  }

  /** Those of the biases alone. */
  void biases(Worker w, Matrix da, Matrix dq) {
    kernels.sumColumns(w, da, dBiasIh);
    kernels.sumColumns(w, dq, dBiasHh);
  }
}
