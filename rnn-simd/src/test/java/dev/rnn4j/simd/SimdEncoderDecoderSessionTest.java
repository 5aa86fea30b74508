package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.EncoderDecoderSessionContract;

/**
 * The vector kernels keep {@link EncoderDecoderSessionContract}, at the width the tests run with.
 */
class SimdEncoderDecoderSessionTest extends EncoderDecoderSessionContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels(WarmUp.none());
  }
}
