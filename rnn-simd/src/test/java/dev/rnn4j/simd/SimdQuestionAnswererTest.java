package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.QuestionAnswererContract;

/** The vector kernels keep {@link QuestionAnswererContract}, at the width the tests run with. */
class SimdQuestionAnswererTest extends QuestionAnswererContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
