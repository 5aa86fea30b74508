package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.LanguageModelThreadsContract;

/**
 * The vector kernels keep {@link LanguageModelThreadsContract}, at the width the tests run with.
 */
class SimdLanguageModelThreadsTest extends LanguageModelThreadsContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
