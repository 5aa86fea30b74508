package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.LanguageModelContract;

/** The vector kernels keep {@link LanguageModelContract}, at the width the tests run with. */
class SimdLanguageModelTest extends LanguageModelContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
