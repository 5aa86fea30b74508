package dev.rnn4j.train.eval;

/**
 * Interpolated Kneser-Ney smoothing with three discounts for each length (Chen and Goodman 1999,
 * section 3, "modified Kneser-Ney"). For k = n the counts c are occurrences in the text; for k
 * below n they are numbers of different tokens seen before the k-gram. With D(c) the discount of a
 * count,
 *
 * <pre>
 *   p_k(w | h) = (c(h w) - D(c(h w)) + sum_v D(c(h v)) * p_(k-1)(w | h')) / sum_v c(h v)
 *   p_0(w)     = 1 / V
 * </pre>
 *
 * where h' is the history h without its oldest token; where h was never seen, p_k = p_(k-1). Every
 * p_k sums to 1 over all V ids because what is discounted is exactly what is handed down.
 *
 * <p>The text is one stream: histories run across line ends, and before the first token there are
 * start ids. An n-gram is packed into one {@code long}, so n times the bits of an id is at most 63.
 */
public final class KneserNeyModel implements NgramModel {
  private static final int KEY_BITS = 63;

  private final int startId;
  private final int vocabularySize;
  private final int bits;

  /** levels[k - 1] holds the k-grams. */
  private final NgramLevel[] levels;

  /**
   * Counts n-grams.
   *
   * @param tokens the text to count in, at least one token
   * @param startId the id that stands before the first token
   * @param vocabularySize V, 1 or more
   * @param order n, 1 or more
   * @throws IllegalArgumentException if there are no tokens, or V or n is not positive, or n is too
   *     large for V
   * @throws IndexOutOfBoundsException if an id is not below V
   */
  public KneserNeyModel(int[] tokens, int startId, int vocabularySize, int order) {
    Ngrams.checkVocabularySize(vocabularySize);
    this.startId = Ngrams.checkId(startId, vocabularySize);
    this.vocabularySize = vocabularySize;
    this.bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(vocabularySize - 1));
    if (order < 1 || order > KEY_BITS / bits) {
      throw new IllegalArgumentException(
          "the order of an n-gram model over %d ids must be 1 to %d, not %d"
              .formatted(vocabularySize, KEY_BITS / bits, order));
    }
    if (tokens.length == 0) {
      throw new IllegalArgumentException("there is nothing to count in 0 tokens; give at least 1");
    }
    this.levels = new NgramLevel[order];
    LongIntMap counts = occurrences(tokens, order);
    levels[order - 1] = new NgramLevel(counts, bits);
    for (int k = order - 1; k >= 1; k--) {
      counts = continuations(counts, k);
      levels[k - 1] = new NgramLevel(counts, bits);
    }
  }

  private LongIntMap occurrences(int[] tokens, int order) {
    LongIntMap counts = new LongIntMap();
    long key = 0;
    for (int i = 0; i < order; i++) {
      key = key << bits | startId;
    }
    for (int id : tokens) {
      key = (key << bits | Ngrams.checkId(id, vocabularySize)) & lowest(order);
      counts.add(key, 1);
    }
    return counts;
  }

  /** Counts of k-grams: how many different (k+1)-grams end with them. */
  private LongIntMap continuations(LongIntMap longer, int k) {
    LongIntMap counts = new LongIntMap();
    longer.forEach((key, count) -> counts.add(key & lowest(k), 1));
    return counts;
  }

  /** Mask of the newest k ids of a key. */
  private long lowest(int k) {
    return (1L << (bits * k)) - 1;
  }

  @Override
  public int order() {
    return levels.length;
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public double probability(int[] tokens, int position) {
    int id = Ngrams.checkId(tokens[position], vocabularySize);
    double p = 1.0 / vocabularySize;
    long history = 0;
    for (int k = 1; k <= levels.length; k++) {
      if (k > 1) {
        history |= (long) tokenBefore(tokens, position - k + 1) << (bits * (k - 2));
      }
      int context = levels[k - 1].context(history);
      if (context < 0) {
        return p; // A history that was never seen is not part of a longer one that was.
      }
      p = levels[k - 1].interpolate(context, history << bits | id, p);
    }
    return p;
  }

  private int tokenBefore(int[] tokens, int position) {
    return position < 0 ? startId : Ngrams.checkId(tokens[position], vocabularySize);
  }
}
