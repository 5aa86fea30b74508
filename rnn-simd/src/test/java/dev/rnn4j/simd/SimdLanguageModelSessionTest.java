package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.LanguageModelSessionContract;
import jdk.incubator.vector.VectorShape;

/**
 * The vector kernels keep {@link LanguageModelSessionContract}, at the width the tests run with.
 */
class SimdLanguageModelSessionTest extends LanguageModelSessionContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }

  @Override
  protected boolean canRunWithoutAllocating() {
    return Blocking.SHAPE.vectorBitSize() <= VectorShape.preferredShape().vectorBitSize();
  }
}
