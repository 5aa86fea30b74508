package dev.rnn4j.core.kernel;

/**
 * The reference: every operation written as its definition, one element after the other, on plain
 * Java arithmetic. The oracle of the tests, and what runs where the vector kernels cannot. Sums run
 * in {@code float} over ascending indices, except where a {@code double} result is asked for.
 *
 * <p>Deliberately not fast: nothing here is blocked, unrolled or approximated.
 */
public final class ScalarKernels
    implements Kernels,
        ScalarProducts,
        ScalarGates,
        ScalarMasks,
        ScalarLosses,
        ScalarRows,
        ScalarUpdates {
  /** The name of these kernels. */
  public static final String NAME = "scalar";

  /** Makes the kernels; they have no state. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "scalar, the readable reference";
  }
}
