package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;

/** The scalar kernels keep {@link ClassifierContract}. */
class ScalarClassifierTest extends ClassifierContract {
  @Override
  protected Kernels kernels() {
    return new ScalarKernels();
  }
}
