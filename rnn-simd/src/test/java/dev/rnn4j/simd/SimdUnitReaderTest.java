package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.UnitReaderContract;

/** The vector kernels keep {@link UnitReaderContract}, at the width the tests run with. */
class SimdUnitReaderTest extends UnitReaderContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
