package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.ForecasterContract;

/** The vector kernels keep {@link ForecasterContract}, at the width the tests run with. */
class SimdForecasterTest extends ForecasterContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
