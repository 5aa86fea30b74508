package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.LanguageModelGenerationContract;

/**
 * The vector kernels keep {@link LanguageModelGenerationContract}, at the width the tests run with.
 */
class SimdLanguageModelGenerationTest extends LanguageModelGenerationContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
