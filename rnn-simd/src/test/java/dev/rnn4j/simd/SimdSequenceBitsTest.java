package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.SequenceBitsContract;

/** The vector kernels keep {@link SequenceBitsContract}, at the width the tests run with. */
class SimdSequenceBitsTest extends SequenceBitsContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
