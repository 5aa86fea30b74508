package dev.rnn4j.train.eval;

/** The next values of one or more targets, whoever predicts them. */
@FunctionalInterface
public interface Prediction {
  /**
   * The prediction of a value.
   *
   * @param step 0 for the row after the last one read
   * @param target from 0
   * @return the value, in the units of the data
   */
  double value(int step, int target);
}
