package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.PoolingContract;

/** The vector kernels keep {@link PoolingContract}, at the width the tests run with. */
class SimdPoolingTest extends PoolingContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
