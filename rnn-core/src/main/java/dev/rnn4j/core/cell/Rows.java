package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/** What a worker does to its share of the rows of a step. None of it waits for others. */
final class Rows {
  private Rows() {}

  static void copy(Worker w, Matrix from, Matrix to) {
    for (int r = w.from(to.rows(), 1); r < w.to(to.rows(), 1); r++) {
      System.arraycopy(from.data(), from.index(r, 0), to.data(), to.index(r, 0), to.cols());
    }
  }

  static void clear(Worker w, Matrix m) {
    for (int r = w.from(m.rows(), 1); r < w.to(m.rows(), 1); r++) {
      Arrays.fill(m.data(), m.index(r, 0), m.index(r, 0) + m.cols(), 0);
    }
  }
}
