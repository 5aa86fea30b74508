package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;

/** The scalar kernels keep {@link AdaptiveSoftmaxContract}. */
class ScalarAdaptiveSoftmaxTest extends AdaptiveSoftmaxContract {
  @Override
  protected Kernels kernels() {
    return new ScalarKernels();
  }
}
