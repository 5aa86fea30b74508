package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.KernelChecks;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.ScalarProducts;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;

/** Matrix products; what packs and multiplies stands in a class for each format and side. */
interface SimdProducts extends ScalarProducts {
  /** What says until when plain code computes. */
  WarmUp warmUp();

  @Override
  default PackedWeights pack(Matrix b, boolean transposed, WeightFormat format) {
    return format == WeightFormat.BFLOAT16
        ? Bf16Panels.pack(b, transposed)
        : Panels.pack(b, transposed);
  }

  @Override
  default void repack(Worker w, Matrix b, PackedWeights into) {
    warmUp().end(); // weights change in training, which runs the vector kernels warm by itself
    if (into.format() == WeightFormat.BFLOAT16) {
      Bf16Panels.repack(w, b, into);
    } else {
      Panels.repack(w, b, into);
    }
  }

  @Override
  default void unpack(Worker w, PackedWeights from, Matrix into) {
    Unpacking.matrix(w, from, into);
  }

  @Override
  default void multiply(Worker w, Matrix a, PackedWeights b, Matrix c, boolean accumulate) {
    product(w, a, b, accumulate ? c : Tiles.NOTHING, c);
  }

  @Override
  default void affine(Worker w, Matrix a, PackedWeights b, Matrix bias, Matrix c) {
    b.checkBias(bias);
    product(w, a, b, bias, c);
  }

  /** The sums begin with {@code start}: C, a row for all rows of C, or {@link Tiles#NOTHING}. */
  private void product(Worker w, Matrix a, PackedWeights b, Matrix start, Matrix c) {
    warmUp().see(w.count(), a.rows());
    if (!warmUp().takesVectors(w)) {
      ColdProducts.multiply(w, a, b, start, c);
    } else if (b.format() == WeightFormat.BFLOAT16) {
      Bf16Products.multiply(w, a, b, start, c);
    } else {
      Products.multiply(w, a, b, start, c);
    }
  }

  @Override
  default void multiplyTransposed(Worker w, Matrix a, Matrix b, Matrix c, boolean accumulate) {
    KernelChecks.multiplyTransposed(a, b, c);
    TransposedProducts.multiply(w, a, b, c, accumulate);
  }

  @Override
  default void multiplyTransposedEach(
      Worker w, List<Matrix> a, List<Matrix> b, List<Matrix> c, boolean accumulate) {
    KernelChecks.multiplyTransposedEach(a, b, c);
    TransposedProducts.multiplyEach(w, a, b, c, accumulate);
  }

  @Override
  default void multiply(
      Worker w, Matrix a, Matrix b, boolean transposed, Matrix c, boolean accumulate) {
    KernelChecks.multiply(a, b, transposed, c);
    ActivationProducts.multiply(w, a, b, transposed, c, accumulate);
  }

  @Override
  default void multiplyEach(
      Worker w,
      List<Matrix> a,
      List<Matrix> b,
      boolean transposed,
      List<Matrix> c,
      boolean accumulate) {
    KernelChecks.multiplyEach(a, b, transposed, c);
    ActivationProducts.multiplyEach(w, a, b, transposed, c, accumulate);
  }
}
