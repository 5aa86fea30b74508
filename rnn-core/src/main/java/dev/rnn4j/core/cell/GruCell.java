package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;

/**
 * Gated recurrent unit (Cho et al. 2014) with the reset gate after the recurrent product, as in
 * PyTorch: a = W_ih x + b_ih and q = W_hh h(t-1) + b_hh in the order r z n; r, z = σ(a + q), n =
 * tanh(a + r ∘ q); h = (1 - z) ∘ n + z ∘ h(t-1). Derivation: docs/derivations/gru.md.
 *
 * @param kernels the arithmetic
 */
public record GruCell(Kernels kernels) implements Cell {
  @Override
  public CellType type() {
    return CellType.GRU;
  }

  @Override
  public void forward(Worker w, RecurrentProduct weights, CellStep s) {
    kernels.affine(w, s.hPrev(), weights.forward(), weights.bias(), s.recurrent());
    w.barrier();
    kernels.gruForward(w, s.gates(), s.recurrent(), s.hPrev(), s.h());
    w.barrier();
  }

  @Override
  public void backward(Worker w, RecurrentProduct weights, CellStep s, CellGradient d) {
    kernels.gruBackward(w, s.gates(), s.recurrent(), s.hPrev(), d.dh(), d.dhPrev());
    w.barrier();
    kernels.multiply(w, s.recurrent(), weights.backwardOrThrow(), d.dhPrev(), true);
    w.barrier();
  }
}
