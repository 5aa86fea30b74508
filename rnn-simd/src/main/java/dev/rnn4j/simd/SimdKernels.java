package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.AdamStep;
import dev.rnn4j.core.kernel.KernelChecks;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * The vector kernels; each operation lives with its kind. What a model in use needs is computed by
 * {@link ColdKernels} until the {@link WarmUp} is over.
 */
final class SimdKernels implements Kernels {
  private final WarmUp warmUp;

  SimdKernels(WarmUp warmUp) {
    this.warmUp = warmUp;
  }

  /**
   * Many workers always take the vector kernels: those share out their work in another way than the
   * plain code, so the workers of one operation must not differ, and it may begin for one of them
   * just before the end of the warm-up and for another after it.
   */
  private boolean takesVectors(Worker w) {
    return w.count() > 1 || warmUp.isOver();
  }

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public String description() {
    return "simd, "
        + Blocking.SHAPE.vectorBitSize()
        + "-bit vectors ("
        + Blocking.LANES
        + " floats)";
  }

  @Override
  public PackedWeights pack(Matrix b, boolean transposed, WeightFormat format) {
    return format == WeightFormat.BFLOAT16
        ? Bf16Panels.pack(b, transposed)
        : Panels.pack(b, transposed);
  }

  @Override
  public void repack(Worker w, Matrix b, PackedWeights into) {
    warmUp.end(); // weights change in training, which runs the vector kernels warm by itself
    if (into.format() == WeightFormat.BFLOAT16) {
      Bf16Panels.repack(w, b, into);
    } else {
      Panels.repack(w, b, into);
    }
  }

  @Override
  public void multiply(Worker w, Matrix a, PackedWeights b, Matrix c, boolean accumulate) {
    product(w, a, b, accumulate ? c : Tiles.NOTHING, c);
  }

  @Override
  public void affine(Worker w, Matrix a, PackedWeights b, Matrix bias, Matrix c) {
    b.checkBias(bias);
    product(w, a, b, bias, c);
  }

  /** The sums begin with {@code start}: C, a row for all rows of C, or {@link Tiles#NOTHING}. */
  private void product(Worker w, Matrix a, PackedWeights b, Matrix start, Matrix c) {
    warmUp.see(w.count(), a.rows());
    if (!takesVectors(w)) {
      ColdProducts.multiply(w, a, b, start, c);
    } else if (b.format() == WeightFormat.BFLOAT16) {
      Bf16Products.multiply(w, a, b, start, c);
    } else {
      Products.multiply(w, a, b, start, c);
    }
  }

  @Override
  public void multiplyTransposed(Worker w, Matrix a, Matrix b, Matrix c, boolean accumulate) {
    KernelChecks.multiplyTransposed(a, b, c);
    TransposedProducts.multiply(w, a, b, c, accumulate);
  }

  @Override
  public void sumColumns(Worker w, Matrix a, Matrix sums) {
    KernelChecks.sumColumns(a, sums);
    Rows.sumColumns(w, a, sums);
  }

  @Override
  public void activate(Worker w, Activation f, Matrix z, Matrix h) {
    KernelChecks.sameShape("activate", z, h);
    if (takesVectors(w)) {
      Activations.forward(w, f, z, h);
    } else {
      ColdKernels.activate(w, f, z, h);
    }
  }

  @Override
  public void activateBackward(Worker w, Activation f, Matrix h, Matrix dh, Matrix dz) {
    KernelChecks.activateBackward(h, dh, dz);
    Activations.backward(w, f, h, dh, dz);
  }

  @Override
  public void lstmForward(Worker w, Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h) {
    KernelChecks.lstm(gates, cPrev, c, tanhC, h);
    if (takesVectors(w)) {
      LstmGates.forward(w, gates, cPrev, c, tanhC, h);
    } else {
      ColdKernels.lstmForward(w, gates, cPrev, c, tanhC, h);
    }
  }

  @Override
  public void lstmBackward(
      Worker w, Matrix gates, Matrix cPrev, Matrix tanhC, Matrix dh, Matrix dc) {
    KernelChecks.lstm(gates, cPrev, tanhC, dh, dc);
    LstmGates.backward(w, gates, cPrev, tanhC, dh, dc);
  }

  @Override
  public void gruForward(Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h) {
    KernelChecks.gru(gates, recurrent, hPrev, h);
    if (takesVectors(w)) {
      GruGates.forward(w, gates, recurrent, hPrev, h);
    } else {
      ColdKernels.gruForward(w, gates, recurrent, hPrev, h);
    }
  }

  @Override
  public void gruBackward(
      Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix dh, Matrix dhPrev) {
    KernelChecks.gruBackward(gates, recurrent, hPrev, dh, dhPrev);
    GruGates.backward(w, gates, recurrent, hPrev, dh, dhPrev);
  }

  @Override
  public void softmax(Worker w, Matrix logits, Matrix probabilities) {
    KernelChecks.sameShape("softmax", logits, probabilities);
    if (takesVectors(w)) {
      Softmax.softmax(w, logits, probabilities);
    } else {
      ColdKernels.softmax(w, logits, probabilities);
    }
  }

  @Override
  public void crossEntropy(Worker w, Matrix logits, int[] targets, double[] losses) {
    KernelChecks.crossEntropy(logits, targets, losses);
    if (takesVectors(w)) {
      Softmax.crossEntropy(w, logits, targets, losses);
    } else {
      ColdKernels.crossEntropy(w, logits, targets, losses);
    }
  }

  @Override
  public void softmaxCrossEntropy(
      Worker w, Matrix logits, int[] targets, float scale, double[] losses) {
    KernelChecks.crossEntropy(logits, targets, losses);
    Softmax.withGradient(w, logits, targets, scale, losses);
  }

  @Override
  public void dropout(Worker w, Matrix x, Matrix y, float p, long key) {
    KernelChecks.sameShape("dropout", x, y);
    Dropout.apply(w, x, y, p, key);
  }

  @Override
  public void gatherRows(Worker w, Matrix table, int[] index, Matrix out) {
    KernelChecks.tableRows("gatherRows", table, index, out);
    Rows.gather(w, table, index, out);
  }

  @Override
  public void scatterAddRows(Worker w, Matrix rows, int[] index, Matrix table) {
    KernelChecks.tableRows("scatterAddRows", table, index, rows);
    Rows.scatterAdd(w, rows, index, table);
  }

  @Override
  public void sumOfSquares(Worker w, float[] x, double[] blockSums) {
    KernelChecks.sumOfSquares(x, blockSums);
    Optimizers.sumOfSquares(w, x, blockSums);
  }

  @Override
  public void sgd(Worker w, float[] theta, float[] gradient, float scale, float rate) {
    KernelChecks.sameLength("sgd", theta, gradient);
    Optimizers.sgd(w, theta, gradient, scale, rate);
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
    Optimizers.sgdMomentum(w, theta, gradient, velocity, scale, rate, momentum);
  }

  @Override
  public void adam(Worker w, float[] theta, float[] gradient, float[] m, float[] v, AdamStep step) {
    KernelChecks.sameLength("adam", theta, gradient);
    KernelChecks.sameLength("adam", theta, m);
    KernelChecks.sameLength("adam", theta, v);
    Optimizers.adam(w, theta, gradient, m, v, step);
  }
}
