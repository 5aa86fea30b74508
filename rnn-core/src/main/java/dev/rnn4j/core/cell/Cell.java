package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;

/**
 * One time step of a recurrent layer. All workers call the same methods; they have met before each
 * call, and have met again when it returns.
 */
public sealed interface Cell permits ElmanCell, LstmCell, GruCell {
  /**
   * The cell of a kind.
   *
   * @param type its kind
   * @param activation the nonlinearity, if the kind leaves a choice
   * @param kernels the arithmetic
   * @return the cell
   */
  static Cell of(CellType type, Activation activation, Kernels kernels) {
    return switch (type) {
      case RNN -> new ElmanCell(activation, kernels);
      case LSTM -> new LstmCell(kernels);
      case GRU -> new GruCell(kernels);
    };
  }

  /**
   * Its kind, which knows the shapes.
   *
   * @return the kind
   */
  CellType type();

  /**
   * h(t), and c(t) if there is one, from h(t-1), c(t-1) and the input's share of z.
   *
   * @param w whose share to compute
   * @param weights W_hh, and b_hh
   * @param s in {@code gates}, W_ih x(t) + b_ih + b_hh; without b_hh if the kind keeps its products
   *     apart
   */
  void forward(Worker w, RecurrentProduct weights, CellStep s);

  /**
   * dz in place of the gates (and of what is kept apart from them), and the gradients of h(t-1) and
   * c(t-1).
   *
   * @param w whose share to compute
   * @param weights W_hh
   * @param s as {@link #forward} left it
   * @param d the gradients
   */
  void backward(Worker w, RecurrentProduct weights, CellStep s, CellGradient d);
}
