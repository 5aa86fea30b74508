package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.ScalarGates;

/**
 * The scalar formulas of activations and gates with the functions and the fused roundings of the
 * vector kernels, so their bits, one float at a time. What a model in use computes in the first
 * fraction of a second, see {@link WarmUp}: vector code that is not compiled yet is hundreds of
 * times slower than this, and loading the Vector API alone takes longer than the first answer
 * should. For one worker, see {@link WarmUp#takesVectors}.
 */
final class ColdGates implements ScalarGates {
  /** The only one; it has no state. */
  static final ColdGates PLAIN = new ColdGates();

  private ColdGates() {}

  @Override
  public float sigmoid(float z) {
    return ColdMath.sigmoid(z);
  }

  @Override
  public float tanh(float z) {
    return ColdMath.tanh(z);
  }

  @Override
  public float multiplyAdd(float a, float b, float c) {
    return Math.fma(a, b, c);
  }
}
