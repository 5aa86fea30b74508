package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.WeightFormat;

/** The scalar kernels keep {@link LanguageModelMemoryContract}. */
class ScalarLanguageModelMemoryTest extends LanguageModelMemoryContract {
  @Override
  protected Kernels kernels() {
    return new ScalarKernels();
  }

  /** They round weights to 16 bits, but keep them as floats. */
  @Override
  protected double most(WeightFormat format) {
    return format == WeightFormat.BFLOAT16 ? 2.2 : super.most(format);
  }
}
