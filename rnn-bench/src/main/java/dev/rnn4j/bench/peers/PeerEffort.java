package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.Numbers;

/**
 * How long to measure.
 *
 * @param forks rounds; in each a fresh JVM per case and engine
 * @param quietMillis a warm-up ends when nothing got faster for so long
 * @param millis length of a measurement; at least three runs are made
 * @param starts starts of a JVM per round
 * @param traceMillis how long a first training is watched
 */
public record PeerEffort(int forks, int quietMillis, int millis, int starts, int traceMillis) {
  /** Five forks: a compiler's result may differ from fork to fork. */
  public static final PeerEffort FULL = new PeerEffort(5, 2000, 1000, 5, 30_000);

  public static final PeerEffort QUICK = new PeerEffort(1, 1000, 300, 3, 10_000);

  /** Proves that it runs, and nothing else. */
  public static final PeerEffort SMOKE = new PeerEffort(1, 0, 5, 1, 50);

  public PeerEffort withForks(int number) {
    return new PeerEffort(number, quietMillis, millis, starts, traceMillis);
  }

  public String description() {
    return Numbers.format(
        "%d %s, a fresh JVM per case and engine in each, one at a time; %d ms of runs after a"
            + " warm-up that ends when nothing got faster for %d ms",
        forks, forks == 1 ? "fork" : "forks", millis, quietMillis);
  }
}
