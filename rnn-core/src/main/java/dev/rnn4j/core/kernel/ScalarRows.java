package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/** {@link RowKernels} as they are defined, one row after the other. */
public interface ScalarRows extends RowKernels {
  /** y[yFrom + j] += x[xFrom + j] for j below n. */
  private static void add(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int j = 0; j < n; j++) {
      y[yFrom + j] += x[xFrom + j];
    }
  }

  @Override
  default void sumColumns(Worker w, Matrix a, Matrix sums) {
    KernelChecks.sumColumns(a, sums);
    for (int j = w.from(a.cols(), 1); j < w.to(a.cols(), 1); j++) {
      float sum = 0;
      for (int i = 0; i < a.rows(); i++) {
        sum += a.data()[a.index(i, j)];
      }
      sums.data()[sums.index(0, j)] = sum;
    }
  }

  @Override
  default void gatherRows(Worker w, Matrix table, int[] index, Matrix out) {
    KernelChecks.tableRows("gatherRows", table, index, out);
    for (int r = w.from(out.rows(), 1); r < w.to(out.rows(), 1); r++) {
      System.arraycopy(
          table.data(), table.index(index[r], 0), out.data(), out.index(r, 0), out.cols());
    }
  }

  @Override
  default void gatherRows(Worker w, PackedWeights table, int[] index, Matrix out) {
    table.checkLayout(ScalarProducts.LAYOUT);
    KernelChecks.tableRows("gatherRows", table, index, out);
    for (int r = w.from(out.rows(), 1); r < w.to(out.rows(), 1); r++) {
      for (int j = 0; j < out.cols(); j++) {
        out.data()[out.index(r, j)] = ScalarProducts.weight(table, index[r], j);
      }
    }
  }

  @Override
  default void scatterAddRows(Worker w, Matrix rows, int[] index, Matrix table) {
    KernelChecks.tableRows("scatterAddRows", table, index, rows);
    int from = w.from(rows.cols(), 1);
    int to = w.to(rows.cols(), 1);
    for (int r = 0; r < rows.rows(); r++) {
      add(rows.data(), rows.index(r, from), table.data(), table.index(index[r], from), to - from);
    }
  }
}
