package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with a forget gate (Gers et al. 2000),
 * no peepholes: z = W_ih x + b_ih + W_hh h(t-1) + b_hh in the order i f g o; i, f, o = σ(z), g =
 * tanh(z); c = f ∘ c(t-1) + i ∘ g; h = o ∘ tanh(c). Derivation: docs/derivations/lstm.md.
 *
 * @param kernels the arithmetic
 */
public record LstmCell(Kernels kernels) implements Cell {
  @Override
  public CellType type() {
    return CellType.LSTM;
  }

  @Override
  public void forward(Worker w, RecurrentProduct weights, CellStep s) {
    kernels.multiply(w, s.hPrev(), weights.forward(), s.gates(), true);
    w.barrier();
    kernels.lstmForward(w, s.gates(), s.cPrev(), s.c(), s.tanhC(), s.h());
    w.barrier();
  }

  @Override
  public void backward(Worker w, RecurrentProduct weights, CellStep s, CellGradient d) {
    kernels.lstmBackward(w, s.gates(), s.cPrev(), s.tanhC(), d.dh(), d.dc());
    w.barrier();
    kernels.multiply(w, s.gates(), weights.backwardOrThrow(), d.dhPrev(), true);
    w.barrier();
  }
}
