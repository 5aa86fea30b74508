package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.RecurrentStackContract;

/** The vector kernels keep {@link RecurrentStackContract}, at the width the tests run with. */
class SimdRecurrentStackTest extends RecurrentStackContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
