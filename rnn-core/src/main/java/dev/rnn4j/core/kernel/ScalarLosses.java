package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/** {@link LossKernels} as they are defined, in double precision, shared out by rows. */
public interface ScalarLosses extends LossKernels {
  @Override
  default void softmax(Worker w, Matrix logits, Matrix probabilities) {
    KernelChecks.sameShape("softmax", logits, probabilities);
    for (int r = w.from(logits.rows(), 1); r < w.to(logits.rows(), 1); r++) {
      float max = max(logits, r);
      double sum = sumOfExp(logits, r, max);
      for (int v = 0; v < logits.cols(); v++) {
        probabilities.data()[probabilities.index(r, v)] =
            (float) (exp(logits.data()[logits.index(r, v)], max) / sum);
      }
    }
  }

  @Override
  default void crossEntropy(Worker w, Matrix logits, int[] targets, double[] losses) {
    KernelChecks.crossEntropy(logits, targets, losses);
    for (int r = w.from(logits.rows(), 1); r < w.to(logits.rows(), 1); r++) {
      losses[r] = targets[r] < 0 ? 0 : rowLoss(logits, r, targets[r]);
    }
  }

  private static double rowLoss(Matrix logits, int r, int target) {
    float max = max(logits, r);
    return Math.log(sumOfExp(logits, r, max)) + max - logits.get(r, target);
  }

  @Override
  default void softmaxCrossEntropy(
      Worker w, Matrix logits, int[] targets, float scale, float smoothing, double[] losses) {
    KernelChecks.crossEntropy(logits, targets, losses);
    for (int r = w.from(logits.rows(), 1); r < w.to(logits.rows(), 1); r++) {
      losses[r] = targets[r] < 0 ? 0 : rowLoss(logits, r, targets[r]);
      lossGradient(logits, r, targets[r], scale, smoothing);
    }
  }

  private static void lossGradient(Matrix logits, int r, int target, float scale, float smoothing) {
    float max = max(logits, r);
    double sum = sumOfExp(logits, r, max);
    double share = (double) smoothing / logits.cols();
    for (int v = 0; v < logits.cols(); v++) {
      int at = logits.index(r, v);
      double p = exp(logits.data()[at], max) / sum;
      double q = share + (v == target ? 1 - (double) smoothing : 0);
      logits.data()[at] = target < 0 ? 0 : (float) (scale * (p - q));
    }
  }

  private static float max(Matrix m, int r) {
    float max = Float.NEGATIVE_INFINITY;
    for (int v = 0; v < m.cols(); v++) {
      max = Math.max(max, m.data()[m.index(r, v)]);
    }
    return max;
  }

  private static double sumOfExp(Matrix m, int r, float max) {
    double sum = 0;
    for (int v = 0; v < m.cols(); v++) {
      sum += exp(m.data()[m.index(r, v)], max);
    }
    return sum;
  }

  private static double exp(float z, float max) {
    return Math.exp((double) z - max);
  }
}
