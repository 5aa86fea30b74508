package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.Spread;
import java.util.List;

/** When a series of runs has warmed up. */
final class Steady {
  private static final double SHARE = 0.9;

  /** One slow run among fast ones is the machine's doing: a few together are looked at. */
  private static final int TOGETHER = 5;

  private Steady() {}

  /**
   * Nanoseconds from the beginning to the first of five runs that together have 90% of the median
   * speed of the last half.
   *
   * @param nanos of every run, from the first; 1 or more
   */
  static double nanosToSpeed(List<Double> nanos) {
    List<Double> lastHalf = nanos.subList(nanos.size() / 2, nanos.size());
    double enough = Spread.of(lastHalf).median() / SHARE;
    double passed = 0;
    for (int i = 0; i < nanos.size(); i++) {
      List<Double> next = nanos.subList(i, Math.min(i + TOGETHER, nanos.size()));
      if (Spread.of(next).median() <= enough) {
        return passed;
      }
      passed += nanos.get(i);
    }
    return passed;
  }
}
