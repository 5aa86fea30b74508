package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.TaggerContract;

/** The vector kernels keep {@link TaggerContract}, at the width the tests run with. */
class SimdTaggerTest extends TaggerContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
