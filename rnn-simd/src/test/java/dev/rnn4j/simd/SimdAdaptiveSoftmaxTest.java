package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.AdaptiveSoftmaxContract;

/** The vector kernels keep {@link AdaptiveSoftmaxContract}, at the width the tests run with. */
class SimdAdaptiveSoftmaxTest extends AdaptiveSoftmaxContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
