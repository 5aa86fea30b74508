package dev.rnn4j.train.gradcheck;

import java.util.function.DoubleSupplier;

/**
 * A loss that is held to what every numeric gradient takes for granted: finite where it is
 * differentiated, and the same to the bit whenever the values are the same.
 */
final class CheckedLoss {
  private final DoubleSupplier loss;
  private final double center;
  private boolean floats = true;
  private boolean moved;

  CheckedLoss(DoubleSupplier loss) {
    this.loss = loss;
    center = loss.getAsDouble();
    if (!Double.isFinite(center)) {
      throw new IllegalStateException(
          "the loss is " + center + " at the given values, so it has no gradient to check there");
    }
    requireUnchanged("when it was computed a second time");
  }

  /** The loss of the given values. */
  double center() {
    return center;
  }

  /** The loss of the values as they are now; may be NaN or infinite. */
  double now() {
    double now = loss.getAsDouble();
    floats &= (float) now == now;
    moved |= now != center;
    return now;
  }

  /** Whether every loss so far was a {@code float}: then it cannot be finer than one. */
  boolean isFloat() {
    return floats;
  }

  /** Whether any loss so far was another one than that of the given values. */
  boolean hasMoved() {
    return moved;
  }

  /** To be called when all values are what they were in the beginning. */
  void requireUnchanged(String when) {
    double again = loss.getAsDouble();
    if (Double.doubleToLongBits(again) != Double.doubleToLongBits(center)) {
      throw new IllegalStateException(
          "the loss is not deterministic: it was "
              + center
              + " and then "
              + again
              + " for the same values, "
              + when
              + ". It must depend on the values alone: draw dropout masks and other random numbers"
              + " from a fixed seed, begin with the same state, and change nothing");
    }
  }
}
