package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.LanguageModelBitsContract;

/** The vector kernels keep {@link LanguageModelBitsContract}, at the width the tests run with. */
class SimdLanguageModelBitsTest extends LanguageModelBitsContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
