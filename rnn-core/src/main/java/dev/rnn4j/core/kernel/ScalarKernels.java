package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/**
 * The reference: every operation written as its definition, one element after the other, on plain
 * Java arithmetic. The oracle of the tests, and what runs where the vector kernels cannot. Sums run
 * in {@code float} over ascending indices, except where a {@code double} result is asked for.
 *
 * <p>Deliberately not fast: nothing here is blocked, unrolled or approximated.
 */
public final class ScalarKernels implements Kernels {
  /** The name of these kernels. */
  public static final String NAME = "scalar";

  private static final String LAYOUT = "scalar: op(B) row-major";

  /** Makes the kernels; they have no state. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "scalar, the readable reference";
  }

  @Override
  public PackedWeights pack(Matrix b, boolean transposed, WeightFormat format) {
    int k = transposed ? b.cols() : b.rows();
    int n = transposed ? b.rows() : b.cols();
    Matrix packed = Matrix.zeros(k, n);
    PackedWeights into = new PackedWeights(LAYOUT, k, n, transposed, format, packed.data());
    repack(Worker.solo(), b, into);
    return into;
  }

  @Override
  public void repack(Worker w, Matrix b, PackedWeights into) {
    into.checkSource(LAYOUT, b);
    int n = into.n();
    float[] packed = into.data();
    for (int k = w.from(into.k(), 1); k < w.to(into.k(), 1); k++) {
      for (int j = 0; j < n; j++) {
        float weight = b.data()[into.transposed() ? b.index(j, k) : b.index(k, j)];
        packed[k * n + j] = into.format().nearest(weight);
      }
    }
  }

  @Override
  public void multiply(Worker w, Matrix a, PackedWeights b, Matrix c, boolean accumulate) {
    b.check(LAYOUT, a, c);
    if (!accumulate) {
      int from = w.from(b.n(), 1);
      for (int i = 0; i < c.rows(); i++) {
        Arrays.fill(c.data(), c.index(i, from), c.index(i, 0) + w.to(b.n(), 1), 0f);
      }
    }
    addProduct(w, a, b, c);
  }

  @Override
  public void affine(Worker w, Matrix a, PackedWeights b, Matrix bias, Matrix c) {
    b.check(LAYOUT, a, c);
    b.checkBias(bias);
    int from = w.from(b.n(), 1);
    int n = w.to(b.n(), 1) - from;
    for (int i = 0; i < c.rows(); i++) {
      System.arraycopy(bias.data(), bias.index(0, from), c.data(), c.index(i, from), n);
    }
    addProduct(w, a, b, c);
  }

  /** C += A · op(B). */
  private static void addProduct(Worker w, Matrix a, PackedWeights b, Matrix c) {
    int from = w.from(b.n(), 1);
    int to = w.to(b.n(), 1);
    for (int i = 0; i < c.rows(); i++) {
      int ci = c.index(i, 0);
      for (int k = 0; k < b.k(); k++) {
        addScaled(
            a.data()[a.index(i, k)], b.data(), k * b.n() + from, c.data(), ci + from, to - from);
      }
    }
  }

  @Override
  public void multiplyTransposed(Worker w, Matrix a, Matrix b, Matrix c, boolean accumulate) {
    KernelChecks.multiplyTransposed(a, b, c);
    for (int i = w.from(c.rows(), 1); i < w.to(c.rows(), 1); i++) {
      int ci = c.index(i, 0);
      if (!accumulate) {
        Arrays.fill(c.data(), ci, ci + c.cols(), 0f);
      }
      for (int k = 0; k < a.rows(); k++) {
        addScaled(a.data()[a.index(k, i)], b.data(), b.index(k, 0), c.data(), ci, c.cols());
      }
    }
  }

  /** y[yFrom + j] += s · x[xFrom + j] for j below n. */
  private static void addScaled(float s, float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int j = 0; j < n; j++) {
      y[yFrom + j] += s * x[xFrom + j];
    }
  }

  @Override
  public void sumColumns(Worker w, Matrix a, Matrix sums) {
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
  public void activate(Worker w, Activation f, Matrix z, Matrix h) {
    KernelChecks.sameShape("activate", z, h);
    for (int i = 0; i < z.rows(); i++) {
      for (int j = w.from(z.cols(), 1); j < w.to(z.cols(), 1); j++) {
        h.data()[h.index(i, j)] = apply(f, z.data()[z.index(i, j)]);
      }
    }
  }

  private static float apply(Activation f, float z) {
    return switch (f) {
      case SIGMOID -> ScalarGates.sigmoid(z);
      case TANH -> ScalarGates.tanh(z);
      case RELU -> Math.max(0, z);
    };
  }

  @Override
  public void activateBackward(Worker w, Activation f, Matrix h, Matrix dh, Matrix dz) {
    KernelChecks.activateBackward(h, dh, dz);
    for (int i = 0; i < h.rows(); i++) {
      for (int j = w.from(h.cols(), 1); j < w.to(h.cols(), 1); j++) {
        float slope = slope(f, h.data()[h.index(i, j)]);
        dz.data()[dz.index(i, j)] = dh.data()[dh.index(i, j)] * slope;
      }
    }
  }

  /** f'(z) in terms of h = f(z). */
  private static float slope(Activation f, float h) {
    return switch (f) {
      case SIGMOID -> h * (1 - h);
      case TANH -> 1 - h * h;
      case RELU -> h > 0 ? 1 : 0;
    };
  }

  @Override
  public void lstmForward(Worker w, Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h) {
    KernelChecks.lstm(gates, cPrev, c, tanhC, h);
    ScalarGates.lstmForward(w, gates, cPrev, c, tanhC, h);
  }

  @Override
  public void lstmBackward(
      Worker w, Matrix gates, Matrix cPrev, Matrix tanhC, Matrix dh, Matrix dc) {
    KernelChecks.lstm(gates, cPrev, tanhC, dh, dc);
    ScalarGates.lstmBackward(w, gates, cPrev, tanhC, dh, dc);
  }

  @Override
  public void gruForward(Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h) {
    KernelChecks.gru(gates, recurrent, hPrev, h);
    ScalarGates.gruForward(w, gates, recurrent, hPrev, h);
  }

  @Override
  public void gruBackward(
      Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix dh, Matrix dhPrev) {
    KernelChecks.gruBackward(gates, recurrent, hPrev, dh, dhPrev);
    ScalarGates.gruBackward(w, gates, recurrent, hPrev, dh, dhPrev);
  }

  @Override
  public void softmax(Worker w, Matrix logits, Matrix probabilities) {
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
  public void crossEntropy(Worker w, Matrix logits, int[] targets, double[] losses) {
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
  public void softmaxCrossEntropy(
      Worker w, Matrix logits, int[] targets, float scale, double[] losses) {
    KernelChecks.crossEntropy(logits, targets, losses);
    for (int r = w.from(logits.rows(), 1); r < w.to(logits.rows(), 1); r++) {
      losses[r] = targets[r] < 0 ? 0 : rowLoss(logits, r, targets[r]);
      lossGradient(logits, r, targets[r], scale);
    }
  }

  private static void lossGradient(Matrix logits, int r, int target, float scale) {
    float max = max(logits, r);
    double sum = sumOfExp(logits, r, max);
    for (int v = 0; v < logits.cols(); v++) {
      int at = logits.index(r, v);
      double p = exp(logits.data()[at], max) / sum;
      logits.data()[at] = target < 0 ? 0 : (float) (scale * (p - (v == target ? 1 : 0)));
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

  @Override
  public void dropout(Worker w, Matrix x, Matrix y, float p, long key) {
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
  public void gatherRows(Worker w, Matrix table, int[] index, Matrix out) {
    KernelChecks.tableRows("gatherRows", table, index, out);
    for (int r = w.from(out.rows(), 1); r < w.to(out.rows(), 1); r++) {
      System.arraycopy(
          table.data(), table.index(index[r], 0), out.data(), out.index(r, 0), out.cols());
    }
  }

  @Override
  public void scatterAddRows(Worker w, Matrix rows, int[] index, Matrix table) {
    KernelChecks.tableRows("scatterAddRows", table, index, rows);
    int from = w.from(rows.cols(), 1);
    int to = w.to(rows.cols(), 1);
    for (int r = 0; r < rows.rows(); r++) {
      addScaled(
          1,
          rows.data(),
          rows.index(r, from),
          table.data(),
          table.index(index[r], from),
          to - from);
    }
  }

  @Override
  public void sumOfSquares(Worker w, float[] x, double[] blockSums) {
    KernelChecks.sumOfSquares(x, blockSums);
    int blocks = Math.ceilDiv(x.length, BLOCK);
    for (int i = w.from(blocks, 1); i < w.to(blocks, 1); i++) {
      double sum = 0;
      for (int j = i * BLOCK; j < Math.min(x.length, (i + 1L) * BLOCK); j++) {
        sum += (double) x[j] * x[j];
      }
      blockSums[i] = sum;
    }
  }

  @Override
  public void sgd(Worker w, float[] theta, float[] gradient, float scale, float rate) {
    KernelChecks.sameLength("sgd", theta, gradient);
    for (int j = w.from(theta.length, 1); j < w.to(theta.length, 1); j++) {
      theta[j] -= rate * (scale * gradient[j]);
    }
  }

  @Override
  public void sgdMomentum(
      Worker w,
      float[] theta,
      float[] gradient,
      float[] velocity,
      float scale,
      float rate,
      float momentum) {
    KernelChecks.sameLength("sgdMomentum", theta, gradient);
    KernelChecks.sameLength("sgdMomentum", theta, velocity);
    for (int j = w.from(theta.length, 1); j < w.to(theta.length, 1); j++) {
      velocity[j] = momentum * velocity[j] + scale * gradient[j];
      theta[j] -= rate * velocity[j];
    }
  }

  @Override
  public void adam(Worker w, float[] theta, float[] gradient, float[] m, float[] v, AdamStep step) {
    KernelChecks.sameLength("adam", theta, gradient);
    KernelChecks.sameLength("adam", theta, m);
    KernelChecks.sameLength("adam", theta, v);
    for (int j = w.from(theta.length, 1); j < w.to(theta.length, 1); j++) {
      float g = step.scale() * gradient[j];
      m[j] = step.beta1() * m[j] + (1 - step.beta1()) * g;
      v[j] = step.beta2() * v[j] + (1 - step.beta2()) * g * g;
      float denominator = (float) Math.sqrt(v[j] * step.correction2()) + step.epsilon();
      theta[j] -= step.rate() * (m[j] * step.correction1()) / denominator;
    }
  }
}
