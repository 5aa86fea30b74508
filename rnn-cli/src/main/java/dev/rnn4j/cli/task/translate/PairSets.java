package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.io.Text;
import java.util.List;

/**
 * The pairs of a training.
 *
 * @param name of what is learned from
 * @param train to learn from
 * @param valid to choose the best epoch by; may be empty
 * @param tests to report the result on; may be none
 */
record PairSets(String name, List<Pair> train, List<Pair> valid, List<Test> tests) {
  /**
   * A test.
   *
   * @param name says what is special about it
   * @param pairs of it, one or more
   */
  record Test(String name, List<Pair> pairs) {}

  /** For the header of a training. */
  String describe() {
    return Text.format(
        "%s: %,d / %,d / %,d pairs for training / validation / test",
        name, train.size(), valid.size(), tests.stream().mapToInt(t -> t.pairs().size()).sum());
  }

  /** Tells data apart. */
  long fingerprint() {
    long hash = 0;
    for (List<Pair> pairs : List.of(train, valid)) {
      for (Pair pair : pairs) {
        hash = 31 * hash + pair.fingerprint();
      }
    }
    return hash;
  }
}
