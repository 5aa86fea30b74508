package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.HeadContract;

/** The vector kernels keep {@link HeadContract}, at the width the tests run with. */
class SimdHeadTest extends HeadContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
