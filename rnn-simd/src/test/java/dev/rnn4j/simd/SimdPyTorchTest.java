package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.PyTorchContract;

/** The vector kernels keep {@link PyTorchContract}. */
class SimdPyTorchTest extends PyTorchContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
