package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;

/** The scalar kernels keep {@link EncoderDecoderContract}. */
class ScalarEncoderDecoderTest extends EncoderDecoderContract {
  @Override
  protected Kernels kernels() {
    return new ScalarKernels();
  }
}
