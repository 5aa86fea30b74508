package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.LanguageModelStreamsContract;

/**
 * The vector kernels keep {@link LanguageModelStreamsContract}, at the width the tests run with.
 */
class SimdLanguageModelStreamsTest extends LanguageModelStreamsContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
