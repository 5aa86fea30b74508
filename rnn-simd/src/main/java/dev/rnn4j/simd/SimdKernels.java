package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;

/**
 * The vector kernels, of one kind in each interface; what none of them overrides is scalar. What a
 * model in use needs is computed by plain code until the {@link WarmUp} is over.
 */
final class SimdKernels
    implements Kernels, SimdProducts, SimdGates, SimdMasks, SimdLosses, SimdRows, SimdUpdates {
  private final WarmUp warmUp;

  SimdKernels(WarmUp warmUp) {
    this.warmUp = warmUp;
  }

  @Override
  public WarmUp warmUp() {
    return warmUp;
  }

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public String description() {
    return "simd, "
        + Blocking.SHAPE.vectorBitSize()
        + "-bit vectors ("
        + Blocking.LANES
        + " floats)";
  }

  @Override
  public String tuning() {
    return Blocking.ROW.name() + ": " + Blocking.ROW;
  }
}
