package dev.rnn4j.bench;

import dev.rnn4j.bench.peers.Rival;
import java.util.stream.Stream;

/**
 * What a benchmark times.
 *
 * @param run one call
 * @param restore puts back what the call replaced
 */
record Operation(Runnable run, Runnable restore) {
  /** Something that may be done again and again. */
  static Operation of(Runnable run) {
    return new Operation(run, () -> {});
  }

  /** What is compared with other engines, too. */
  static Operation of(Rival.Work work) {
    return of(work::run);
  }

  /**
   * Something that works in place. Left to themselves such values decay to denormal numbers, which
   * take the processor far longer; after being put back they are as near to the processor as after
   * the product that makes them in training.
   */
  static Operation inPlace(Runnable run, float[]... replaced) {
    float[][] fresh = Stream.of(replaced).map(float[]::clone).toArray(float[][]::new);
    Runnable restore =
        () -> {
          for (int i = 0; i < fresh.length; i++) {
            System.arraycopy(fresh[i], 0, replaced[i], 0, fresh[i].length);
          }
        };
    return new Operation(run, restore);
  }
}
