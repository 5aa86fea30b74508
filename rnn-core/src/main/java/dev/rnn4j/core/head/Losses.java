package dev.rnn4j.core.head;

/** Sums of losses. */
final class Losses {
  private Losses() {}

  /** In ascending order, the same for any number of threads. */
  static double sum(double[] losses, int count) {
    double sum = 0;
    for (int r = 0; r < count; r++) {
      sum += losses[r];
    }
    return sum;
  }
}
