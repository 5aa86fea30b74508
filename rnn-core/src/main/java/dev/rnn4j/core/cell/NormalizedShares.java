package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Both shares normalised on their own, over all gates together (Ba et al. 2016): LN(W_ih x) with
 * b_ih and LN(W_hh h(t-1)) with b_hh as their biases, added up in the gates or apart. Keeps the
 * gradients of both sums of every step, which those of gains and biases are sums of.
 *
 * @param input normalises W_ih x(t)
 * @param recurrent normalises W_hh h(t-1)
 * @param apart where the share of h(t-1) goes, in the backward pass its gradient; null where it is
 *     added to that of x(t)
 * @param dInput gradient of the normalised share of x(t)
 * @param dProduct gradient of W_hh h(t-1)
 */
record NormalizedShares(
    WeightProduct hh,
    CellBuffers b,
    LayerNorm.Pass input,
    LayerNorm.Pass recurrent,
    @Nullable StepBuffer apart,
    StepBuffer dInput,
    StepBuffer dProduct,
    @Nullable Matrix dHh)
    implements GateShares {
  /** Floats of a row in the buffers. */
  static int keptSize(int gates) {
    return Math.multiplyExact(2, Math.addExact(LayerNorm.keptSize(gates), gates));
  }

  @Override
  public void forward(Worker w, int t) {
    Matrix product = recurrent.room(t);
    hh.forward(w, b.recurrent(t), product, false);
    w.barrier();
    StepBuffer separate = apart;
    input.forward(w, t, b.gates(t), b.gates(t), false);
    if (separate == null) {
      recurrent.forward(w, t, product, b.gates(t), true); // the same rows as the line above
    } else {
      recurrent.forward(w, t, product, separate.step(t), false);
    }
    w.barrier();
  }

  @Override
  public void backward(Worker w, int t) {
    Matrix kept = dInput.step(t);
    Rows.copy(w, b.gates(t), kept);
    StepBuffer separate = apart;
    recurrent.backward(w, t, separate == null ? kept : separate.step(t), dProduct.step(t), false);
    input.backward(w, t, kept, b.gates(t), false);
    w.barrier();
    hh.backward(w, dProduct.step(t), b.recurrentGradient(t), true);
    w.barrier();
  }

  @Override
  public void parameterGradients(Worker w) {
    if (dHh == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    StepBuffer separate = apart;
    hh.weightGradient(w, dProduct.all(), b.recurrent(), dHh);
    input.parameterGradients(w, dInput.all());
    recurrent.parameterGradients(w, separate == null ? dInput.all() : separate.all());
  }
}
