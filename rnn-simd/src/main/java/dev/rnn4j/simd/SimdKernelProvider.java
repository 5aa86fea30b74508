package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.KernelProvider;
import dev.rnn4j.core.kernel.Kernels;
import java.util.Optional;

/**
 * Offers the vector kernels to {@link dev.rnn4j.core.kernel.KernelSelection}. Loads on any JVM: no
 * type of the Vector API appears before {@link #create()}.
 */
public final class SimdKernelProvider implements KernelProvider {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** Makes the provider; called by {@link java.util.ServiceLoader}. */
  public SimdKernelProvider() {}

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return Optional.of(
          "module "
              + VECTOR_MODULE
              + " is not resolved; start Java with --add-modules "
              + VECTOR_MODULE);
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> drawback() {
    return HotSpot.drawback();
  }

  /**
   * Makes the kernels.
   *
   * @return the vector kernels
   * @throws IllegalArgumentException if {@code dev.rnn4j.simd.bits} is set to an unknown width,
   *     {@code dev.rnn4j.simd.warmup} to something else than background or none, or {@code
   *     dev.rnn4j.simd.blocking} to something that is no row of the table of blocking
   */
  @Override
  public Kernels create() {
    VectorBits.requested();
    BlockingRow.check();
    return new SimdKernels(WarmUp.fromProperty(WarmUpTask::all));
  }
}
