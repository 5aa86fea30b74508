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

  @Override
  default void normalizeRows(
      Worker w,
      Matrix x,
      Matrix normalized,
      Matrix inverse,
      Matrix gain,
      Matrix bias,
      Matrix y,
      boolean accumulate) {
    KernelChecks.normalizeRows("normalizeRows", x, normalized, inverse, gain, y);
    KernelChecks.sameShape("normalizeRows", gain, bias);
    for (int r = w.from(x.rows(), 1); r < w.to(x.rows(), 1); r++) {
      float mean = 0;
      for (int j = 0; j < x.cols(); j++) {
        mean += x.get(r, j) / x.cols();
      }
      float variance = 0;
      for (int j = 0; j < x.cols(); j++) {
        variance += (x.get(r, j) - mean) * (x.get(r, j) - mean) / x.cols();
      }
      float scale = (float) (1 / Math.sqrt(variance + NORM_EPSILON));
      inverse.set(r, 0, scale);
      for (int j = 0; j < x.cols(); j++) {
        float value = (x.get(r, j) - mean) * scale;
        normalized.set(r, j, value);
        float sum = accumulate ? y.get(r, j) : 0;
        y.set(r, j, sum + (gain.get(0, j) * value + bias.get(0, j)));
      }
    }
  }

  @Override
  default void normalizeRowsBackward(
      Worker w,
      Matrix dy,
      Matrix normalized,
      Matrix inverse,
      Matrix gain,
      Matrix dx,
      boolean accumulate) {
    KernelChecks.normalizeRows("normalizeRowsBackward", dy, normalized, inverse, gain, dx);
    for (int r = w.from(dy.rows(), 1); r < w.to(dy.rows(), 1); r++) {
      float mean = 0;
      float slope = 0;
      for (int j = 0; j < dy.cols(); j++) {
        float d = dy.get(r, j) * gain.get(0, j);
        mean += d / dy.cols();
        slope += d * normalized.get(r, j) / dy.cols();
      }
      for (int j = 0; j < dy.cols(); j++) {
        float d = dy.get(r, j) * gain.get(0, j);
        float sum = accumulate ? dx.get(r, j) : 0;
        dx.set(r, j, sum + inverse.get(r, 0) * ((d - mean) - normalized.get(r, j) * slope));
      }
    }
  }
}
