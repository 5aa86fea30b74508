package dev.rnn4j.train.eval;

import java.util.Arrays;

/**
 * The n-grams of one length, numbered from 0 as they are added: their counts, and for each history
 * the sum of its counts and what the discounts take from them. A history is the number that the
 * n-gram without its newest id has among those one id shorter; that of a single id is 0.
 */
final class NgramLevel {
  private static final int LARGEST_DISTINGUISHED = 3;

  /** Where counts of counts give no estimate, for instance in a tiny text. */
  private static final double DEFAULT_DISCOUNT = 0.5;

  private static final int ID_BITS = Integer.SIZE;

  /** (history, id) to number. */
  private final LongIntMap numbers = new LongIntMap();

  private int[] counts = new int[16];

  /** Of each n-gram, the number of the one without its oldest id, among those one id shorter. */
  private int[] suffixes = new int[16];

  private double[] discounts = {};
  private long[] totals = {};
  private double[] discounted = {};

  /** Number of an n-gram, or -1 if there is none. */
  int find(int history, int id) {
    return numbers.get(key(history, id), -1);
  }

  /** Number of an n-gram, which is added without a count if there is none. */
  int add(int history, int id, int suffix) {
    long key = key(history, id);
    int number = numbers.get(key, -1);
    if (number < 0) {
      number = numbers.size();
      numbers.add(key, number);
      if (number == counts.length) {
        counts = Arrays.copyOf(counts, 2 * number);
        suffixes = Arrays.copyOf(suffixes, 2 * number);
      }
      suffixes[number] = suffix;
    }
    return number;
  }

  private static long key(int history, int id) {
    return (long) history << ID_BITS | id;
  }

  void count(int number) {
    counts[number]++;
  }

  /** Counts each n-gram that was seen once for the one without its oldest id. */
  void countContinuations(NgramLevel shorter) {
    for (int number = 0; number < numbers.size(); number++) {
      if (counts[number] > 0) {
        shorter.count(suffixes[number]);
      }
    }
  }

  /** Makes probabilities of the counts; {@code histories} is the size of the level below. */
  void estimate(int histories) {
    discounts = discounts(counts);
    totals = new long[histories];
    discounted = new double[histories];
    numbers.forEach((key, number) -> {
      int history = (int) (key >>> ID_BITS);
      totals[history] += counts[number];
      discounted[history] += discount(counts[number]);
    });
  }

  int size() {
    return numbers.size();
  }

  /** Probability of an id after a history, given that after the next shorter one. */
  double interpolate(int history, int id, double shorter) {
    if (totals[history] == 0) {
      return shorter; // nothing was seen after it
    }
    int number = find(history, id);
    int count = number < 0 ? 0 : counts[number];
    return (count - discount(count) + discounted[history] * shorter) / totals[history];
  }

  private double discount(int count) {
    return discounts[Math.min(count, LARGEST_DISTINGUISHED)];
  }

  /** Discounts by count 0, 1, 2, and 3 or more, from how many n-grams have each count. */
  private static double[] discounts(int[] counts) {
    double[] n = new double[LARGEST_DISTINGUISHED + 2];
    for (int count : counts) {
      if (count < n.length) {
        n[count]++;
      }
    }
    double y = n[1] > 0 && n[2] > 0 ? n[1] / (n[1] + 2 * n[2]) : DEFAULT_DISCOUNT;
    double[] discounts = {0, y, y, y};
    if (n[1] > 0 && n[2] > 0 && n[3] > 0) {
      for (int count = 1; count <= LARGEST_DISTINGUISHED; count++) {
        double estimate = count - (count + 1) * y * n[count + 1] / n[count];
        // In odd texts an estimate leaves (0, count]; then the single discount y serves.
        discounts[count] = estimate > 0 && estimate <= count ? estimate : y;
      }
    }
    return discounts;
  }
}
