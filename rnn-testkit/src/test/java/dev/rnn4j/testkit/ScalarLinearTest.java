package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;

/** A dense layer on the scalar kernels keeps {@link LinearContract}. */
class ScalarLinearTest extends LinearContract {
  @Override
  protected Kernels kernels() {
    return new ScalarKernels();
  }
}
