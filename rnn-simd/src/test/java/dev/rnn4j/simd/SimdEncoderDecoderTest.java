package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.EncoderDecoderContract;

/** The vector kernels keep {@link EncoderDecoderContract}, at the width the tests run with. */
class SimdEncoderDecoderTest extends EncoderDecoderContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
