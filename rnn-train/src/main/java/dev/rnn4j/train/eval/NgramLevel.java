package dev.rnn4j.train.eval;

import java.util.Arrays;

/**
 * The n-grams of one length: their counts, and for each history the sum of its counts and what the
 * discounts take from them. Keys are ids packed with the newest in the lowest bits, a history is a
 * key without its newest id.
 */
final class NgramLevel {
  private static final int LARGEST_DISTINGUISHED = 3;

  /** Where counts of counts give no estimate, for instance in a tiny text. */
  private static final double DEFAULT_DISCOUNT = 0.5;

  private final LongIntMap counts;
  private final double[] discounts;

  /** History to its index in the two arrays. */
  private final LongIntMap contexts = new LongIntMap();

  private long[] totals = new long[16];
  private double[] discounted = new double[16];

  NgramLevel(LongIntMap counts, int bits) {
    this.counts = counts;
    this.discounts = discounts(counts);
    counts.forEach((key, count) -> addToContext(key >>> bits, count));
  }

  private void addToContext(long history, int count) {
    int context = contexts.get(history, -1);
    if (context < 0) {
      context = contexts.size();
      contexts.add(history, context);
      if (context == totals.length) {
        totals = Arrays.copyOf(totals, 2 * context);
        discounted = Arrays.copyOf(discounted, 2 * context);
      }
    }
    totals[context] += count;
    discounted[context] += discount(count);
  }

  /** Index of a history, or -1 if it was never seen. */
  int context(long history) {
    return contexts.get(history, -1);
  }

  /** Probability of the n-gram's newest id, given that of the next shorter history. */
  double interpolate(int context, long key, double shorter) {
    int count = counts.get(key, 0);
    return (count - discount(count) + discounted[context] * shorter) / totals[context];
  }

  private double discount(int count) {
    return discounts[Math.min(count, LARGEST_DISTINGUISHED)];
  }

  /** Discounts by count 0, 1, 2, and 3 or more, from how many n-grams have each count. */
  private static double[] discounts(LongIntMap counts) {
    double[] n = new double[LARGEST_DISTINGUISHED + 2];
    counts.forEach((key, count) -> {
      if (count < n.length) {
        n[count]++;
      }
    });
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
