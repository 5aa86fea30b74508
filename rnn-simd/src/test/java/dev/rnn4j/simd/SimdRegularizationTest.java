package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.RegularizationContract;

/** The vector kernels keep {@link RegularizationContract}, at the width the tests run with. */
class SimdRegularizationTest extends RegularizationContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
