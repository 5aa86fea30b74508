package dev.rnn4j.train.eval;

import dev.rnn4j.core.text.Labels;

/**
 * How often each class was predicted for each true class, and the measures that follow from it. Of
 * no predictions all measures are 0.
 */
public final class Confusion {
  private final Labels labels;
  private final long[][] counts;
  private long total;

  /**
   * Of no predictions yet.
   *
   * @param labels the classes
   */
  public Confusion(Labels labels) {
    this.labels = labels;
    counts = new long[labels.size()][labels.size()];
  }

  /**
   * Counts a prediction.
   *
   * @param truth index of the true class
   * @param predicted index of the one predicted
   */
  public void add(int truth, int predicted) {
    counts[truth][predicted]++;
    total++;
  }

  /** {@return the classes} */
  public Labels labels() {
    return labels;
  }

  /** {@return how many predictions there are} */
  public long total() {
    return total;
  }

  /**
   * How often a class was predicted for another.
   *
   * @param truth index of the true class
   * @param predicted index of the one predicted
   * @return a count
   */
  public long count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /**
   * How often a class occurs.
   *
   * @param truth index of the class
   * @return a count
   */
  public long occurrences(int truth) {
    long sum = 0;
    for (long count : counts[truth]) {
      sum += count;
    }
    return sum;
  }

  /**
   * How often a class was predicted.
   *
   * @param predicted index of the class
   * @return a count
   */
  public long predictions(int predicted) {
    long sum = 0;
    for (long[] row : counts) {
      sum += row[predicted];
    }
    return sum;
  }

  /** {@return the share of predictions that are right} */
  public double accuracy() {
    long right = 0;
    for (int k = 0; k < counts.length; k++) {
      right += counts[k][k];
    }
    return ratio(right, total);
  }

  /**
   * The share of a class's predictions that are right.
   *
   * @param k index of the class
   * @return 0 to 1
   */
  public double precision(int k) {
    return ratio(counts[k][k], predictions(k));
  }

  /**
   * The share of a class's occurrences that are found.
   *
   * @param k index of the class
   * @return 0 to 1
   */
  public double recall(int k) {
    return ratio(counts[k][k], occurrences(k));
  }

  /**
   * The harmonic mean of precision and recall of a class.
   *
   * @param k index of the class
   * @return 0 to 1
   */
  public double f1(int k) {
    return ratio(2 * counts[k][k], occurrences(k) + predictions(k));
  }

  /** {@return the mean of F1 over the classes that occur or were predicted} */
  public double macroF1() {
    double sum = 0;
    int classes = 0;
    for (int k = 0; k < counts.length; k++) {
      if (occurrences(k) + predictions(k) > 0) {
        sum += f1(k);
        classes++;
      }
    }
    return classes == 0 ? 0 : sum / classes;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
