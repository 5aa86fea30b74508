package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.LinearContract;
import jdk.incubator.vector.VectorShape;

/** A dense layer on the vector kernels keeps {@link LinearContract}. */
class SimdLinearTest extends LinearContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }

  @Override
  protected boolean canRunWithoutAllocating() {
    return Blocking.SHAPE.vectorBitSize() <= VectorShape.preferredShape().vectorBitSize();
  }
}
