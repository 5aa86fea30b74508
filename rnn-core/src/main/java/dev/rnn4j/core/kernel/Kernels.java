package dev.rnn4j.core.kernel;

/**
 * The arithmetic of recurrent networks in coarse operations, so that choosing an implementation
 * costs one call and not one per element.
 *
 * <p>Every operation computes only the share of the worker it is given and never waits for another;
 * all workers of a run call it with the same arguments, and meet at {@link Worker#barrier()} before
 * they read what another wrote. The arithmetic of one output element (the order of its sum, its
 * rounding) is the same however the work is shared, wherever the element lies in a tile and however
 * many rows there are. Hence results are bit-identical for any number of threads.
 *
 * <p>The sum of six smaller interfaces, by subject. Each has a scalar implementation of the same
 * name, such as {@link ScalarGates}, in default methods: what an implementation of kernels does not
 * override is the scalar operation.
 *
 * <p>Implementations hold no state between calls. Sizes that do not fit each other, and row numbers
 * or targets that do not exist, are an {@link IllegalArgumentException} of every worker, before
 * anything is written (see {@link KernelChecks}); arrays of rows, such as {@code targets}, may be
 * longer than needed.
 */
public interface Kernels
    extends ProductKernels, GateKernels, MaskKernels, LossKernels, RowKernels, UpdateKernels {
  /**
   * Short name, as given to {@code -Ddev.rnn4j.kernels}.
   *
   * @return "scalar" or "simd"
   */
  String name();

  /**
   * Name and properties for people.
   *
   * @return such as "simd, 256-bit vectors (8 floats)"
   */
  String description();

  /**
   * The numbers that were chosen for this machine. They change no result.
   *
   * @return name and numbers, such as "registers-16: mr=4,kc=256"; empty if there are none
   */
  default String tuning() {
    return "";
  }
}
