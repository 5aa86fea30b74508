package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;

/**
 * The simple recurrent cell (Elman 1990): z = W_ih x + b_ih + W_hh h(t-1) + b_hh, h = f(z).
 * Derivation: docs/derivations/simple-rnn.md.
 *
 * @param activation f
 * @param kernels the arithmetic
 */
public record ElmanCell(Activation activation, Kernels kernels) implements Cell {
  @Override
  public CellType type() {
    return CellType.RNN;
  }

  @Override
  public void forward(Worker w, RecurrentProduct weights, CellStep s) {
    kernels.multiply(w, s.hPrev(), weights.forward(), s.gates(), true);
    w.barrier();
    kernels.activate(w, activation, s.gates(), s.h());
    w.barrier();
  }

  @Override
  public void backward(Worker w, RecurrentProduct weights, CellStep s, CellGradient d) {
    kernels.activateBackward(w, activation, s.h(), d.dh(), s.gates());
    w.barrier();
    kernels.multiply(w, s.gates(), weights.backwardOrThrow(), d.dhPrev(), true);
    w.barrier();
  }
}
