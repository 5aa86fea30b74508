package dev.rnn4j.bench.peers;

import java.util.Arrays;
import java.util.List;

/** Finds the fastest of several ways in which an engine can do the same. */
public final class Contest {
  private static final int ROUNDS = 5;
  private static final long ROUND_NANOS = 30_000_000;

  private Contest() {}

  /**
   * One way.
   *
   * @param name what to call it in the notes
   * @param action does it once
   */
  public record Way(String name, Runnable action) {}

  /** The one with the fastest round; they take turns, in rounds of some 30 ms. */
  public static Way fastest(List<Way> ways) {
    double[] best = new double[ways.size()];
    Arrays.fill(best, Double.MAX_VALUE);
    int winner = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < best.length; i++) {
        best[i] = Math.min(best[i], nanos(ways.get(i).action()));
        winner = best[i] < best[winner] ? i : winner;
      }
    }
    return ways.get(winner);
  }

  private static double nanos(Runnable action) {
    action.run();
    long runs = 0;
    long start = System.nanoTime();
    long passed = 0;
    while (passed < ROUND_NANOS) {
      action.run();
      runs++;
      passed = System.nanoTime() - start;
    }
    return (double) passed / runs;
  }
}
