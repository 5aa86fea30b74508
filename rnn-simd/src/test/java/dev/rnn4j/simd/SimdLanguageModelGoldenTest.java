package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.LanguageModelGoldenContract;

/** The vector kernels keep {@link LanguageModelGoldenContract}, at the width the tests run with. */
class SimdLanguageModelGoldenTest extends LanguageModelGoldenContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
