package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.CrfContract;

/** The vector kernels keep {@link CrfContract}, at the width the tests run with. */
class SimdCrfTest extends CrfContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
