package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/** {@link MaskKernels} as they are defined, shared out by rows. */
public interface ScalarMasks extends MaskKernels {
  @Override
  default void dropout(Worker w, Matrix x, Matrix y, float p, long key) {
    KernelChecks.sameShape("dropout", x, y);
    int threshold = DropoutMask.threshold(p);
    float keepScale = 1 / (1 - p);
    for (int r = w.from(x.rows(), 1); r < w.to(x.rows(), 1); r++) {
      for (int j = 0; j < x.cols(); j++) {
        boolean keeps = DropoutMask.keeps(r * x.cols() + j, key, threshold);
        y.data()[y.index(r, j)] = keeps ? x.data()[x.index(r, j)] * keepScale : 0;
      }
    }
  }

  @Override
  default void dropoutOfTerm(Worker w, Matrix a, Matrix b, Matrix sum, float p, long key) {
    KernelChecks.sameShape("dropoutOfTerm", a, b);
    KernelChecks.sameShape("dropoutOfTerm", a, sum);
    int threshold = DropoutMask.threshold(p);
    float keptChange = 1 / (1 - p) - 1;
    for (int r = w.from(a.rows(), 1); r < w.to(a.rows(), 1); r++) {
      for (int j = 0; j < a.cols(); j++) {
        boolean keeps = DropoutMask.keeps(r * a.cols() + j, key, threshold);
        float change = (keeps ? keptChange : -1) * a.data()[a.index(r, j)];
        sum.data()[sum.index(r, j)] += change * b.data()[b.index(r, j)];
      }
    }
  }

  @Override
  default void zoneout(Worker w, Matrix before, Matrix state, float p, long key) {
    KernelChecks.sameShape("zoneout", before, state);
    int threshold = DropoutMask.threshold(p);
    for (int r = w.from(state.rows(), 1); r < w.to(state.rows(), 1); r++) {
      for (int j = 0; j < state.cols(); j++) {
        if (!DropoutMask.keeps(r * state.cols() + j, key, threshold)) {
          state.data()[state.index(r, j)] = before.data()[before.index(r, j)];
        }
      }
    }
  }

  @Override
  default void zoneoutBackward(
      Worker w, Matrix gradient, Matrix before, float p, long key, boolean accumulate) {
    KernelChecks.sameShape("zoneoutBackward", gradient, before);
    int threshold = DropoutMask.threshold(p);
    for (int r = w.from(gradient.rows(), 1); r < w.to(gradient.rows(), 1); r++) {
      for (int j = 0; j < gradient.cols(); j++) {
        boolean keeps = DropoutMask.keeps(r * gradient.cols() + j, key, threshold);
        int from = gradient.index(r, j);
        int to = before.index(r, j);
        float moved = keeps ? 0f : gradient.data()[from];
        before.data()[to] = accumulate ? before.data()[to] + moved : moved;
        gradient.data()[from] = keeps ? gradient.data()[from] : 0f;
      }
    }
  }
}
