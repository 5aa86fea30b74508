package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.ClassifierContract;

/** The vector kernels keep {@link ClassifierContract}, at the width the tests run with. */
class SimdClassifierTest extends ClassifierContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
