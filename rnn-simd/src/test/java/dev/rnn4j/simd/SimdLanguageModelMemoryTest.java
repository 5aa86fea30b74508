package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.LanguageModelMemoryContract;

/** The vector kernels keep {@link LanguageModelMemoryContract}. */
class SimdLanguageModelMemoryTest extends LanguageModelMemoryContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
