package dev.rnn4j.core.kernel;

import java.util.Optional;

/**
 * How an implementation of {@link Kernels} makes itself known, through {@link
 * java.util.ServiceLoader}. A provider class must load on any machine; what may be missing there is
 * touched only in {@link #create()}.
 */
public interface KernelProvider {
  /**
   * Short name of the kernels on offer.
   *
   * @return such as "simd"
   */
  String name();

  /**
   * Why the kernels cannot run here.
   *
   * @return one sentence, or empty if they can
   */
  Optional<String> obstacle();

  /**
   * Why the kernels would run here, but slower than the scalar ones. They are then chosen only when
   * they are asked for.
   *
   * @return one clause, or empty if they are fast as far as is known; called only if there is no
   *     obstacle
   */
  default Optional<String> drawback() {
    return Optional.empty();
  }

  /**
   * Makes the kernels; called only if there is no obstacle.
   *
   * @return the kernels
   */
  Kernels create();
}
