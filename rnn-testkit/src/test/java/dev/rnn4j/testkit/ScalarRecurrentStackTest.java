package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;

/** The scalar kernels keep {@link RecurrentStackContract}. */
class ScalarRecurrentStackTest extends RecurrentStackContract {
  @Override
  protected Kernels kernels() {
    return new ScalarKernels();
  }
}
