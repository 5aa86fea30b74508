package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.RecurrentLayerContract;

/** The vector kernels keep {@link RecurrentLayerContract}, at the width the tests run with. */
class SimdRecurrentLayerTest extends RecurrentLayerContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
