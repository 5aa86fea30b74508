package dev.rnn4j.train.eval;

/**
 * Interpolated Kneser-Ney smoothing with three discounts for each length (Chen and Goodman 1999,
 * section 3, "modified Kneser-Ney"), without cut-offs. The count c of the longest n-gram that ends
 * at a token is how often it occurs; that of a shorter one is the number of different tokens seen
 * before it. With D(c) the discount of a count,
 *
 * <pre>
 *   p_k(w | h) = (c(h w) - D(c(h w)) + sum_v D(c(h v)) * p_(k-1)(w | h')) / sum_v c(h v)
 *   p_0(w)     = 1 / V
 * </pre>
 *
 * where h' is the history h without its oldest token; where h was never seen, p_k = p_(k-1). Every
 * p_k sums to 1 over all V ids because what is discounted is exactly what is handed down.
 *
 * <p>How far a history reaches back is a {@link History}. Within lines it is that of SRILM's {@code
 * ngram-count -kndiscount -interpolate}, with which the published baselines of the Penn Treebank
 * were made.
 */
public final class KneserNeyModel implements NgramModel {
  /** How far the history of a token reaches back, at most. */
  public enum History {
    /** To the start of the text, which is one stream; as many start ids as needed precede it. */
    STREAM,
    /**
     * To the start of the line, which one start id precedes: the same id that ends a line. It is
     * predicted at the end, and only there.
     */
    LINE
  }

  private static final int MAX_ORDER = 63;

  /** The history of every single id. */
  private static final int NOTHING = 0;

  private final int startId;
  private final int vocabularySize;
  private final History history;

  /** levels[k - 1] holds the k-grams. */
  private final NgramLevel[] levels;

  /**
   * Counts n-grams of one stream.
   *
   * @param tokens the text to count in, at least one token
   * @param startId the id that stands before the first token
   * @param vocabularySize V, 1 or more
   * @param order n, 1 to 63
   * @throws IllegalArgumentException if there are no tokens, or V or n is out of its range
   * @throws IndexOutOfBoundsException if an id is not below V
   */
  public KneserNeyModel(int[] tokens, int startId, int vocabularySize, int order) {
    this(tokens, startId, vocabularySize, order, History.STREAM);
  }

  /**
   * Counts n-grams.
   *
   * @param tokens the text to count in, at least one token
   * @param startId the id that stands before the first token, and ends lines
   * @param vocabularySize V, 1 or more
   * @param order n, 1 to 63
   * @param history how far back a token depends on others
   * @throws IllegalArgumentException if there are no tokens, or V or n is out of its range
   * @throws IndexOutOfBoundsException if an id is not below V
   */
  public KneserNeyModel(int[] tokens, int startId, int vocabularySize, int order, History history) {
    Ngrams.checkVocabularySize(vocabularySize);
    this.startId = Ngrams.checkId(startId, vocabularySize);
    this.vocabularySize = vocabularySize;
    this.history = history;
    if (order < 1 || order > MAX_ORDER) {
      throw new IllegalArgumentException(
          "the order of an n-gram model must be 1 to %d, not %d".formatted(MAX_ORDER, order));
    }
    if (tokens.length == 0) {
      throw new IllegalArgumentException("there is nothing to count in 0 tokens; give at least 1");
    }
    levels = new NgramLevel[order];
    for (int k = 1; k <= order; k++) {
      levels[k - 1] = new NgramLevel();
    }
    count(tokens);
    for (int k = order; k >= 1; k--) {
      if (k > 1) {
        levels[k - 1].countContinuations(levels[k - 2]);
      }
      levels[k - 1].estimate(k > 1 ? levels[k - 2].size() : 1);
    }
  }

  private void count(int[] tokens) {
    int[] ending = new int[levels.length + 1]; // [k]: the k-gram that ends at the token before
    int longest = start(ending);
    for (int token : tokens) {
      int id = Ngrams.checkId(token, vocabularySize);
      longest = append(id, longest, ending);
      levels[longest - 1].count(ending[longest]);
      if (history == History.LINE && id == startId) {
        longest = start(ending);
      }
    }
  }

  /** The n-grams that end before the first token; returns the length of the longest. */
  private int start(int[] ending) {
    ending[0] = NOTHING;
    int starts = history == History.STREAM ? levels.length : 1;
    int longest = 0;
    for (int n = 0; n < starts; n++) {
      longest = append(startId, longest, ending);
    }
    return longest;
  }

  /** Adds the n-grams that end with an id; returns the length of the longest. */
  private int append(int id, int longestBefore, int[] ending) {
    int longest = Math.min(longestBefore + 1, levels.length);
    int shorterBefore = ending[0];
    for (int k = 1; k <= longest; k++) {
      int before = ending[k];
      ending[k] = levels[k - 1].add(shorterBefore, id, ending[k - 1]);
      shorterBefore = before;
    }
    return longest;
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
    double p = levels[0].interpolate(NOTHING, id, 1.0 / vocabularySize);
    for (int k = 2; k <= levels.length; k++) {
      int before = ngram(tokens, position - k + 1, position);
      if (before < 0) {
        // A history that was never seen is not part of a longer one that was; nor is one across a
        // line end, where histories end there.
        return p;
      }
      p = levels[k - 1].interpolate(before, id, p);
    }
    return p;
  }

  /** Number of the n-gram of the tokens from a position to before another; -1 if there is none. */
  private int ngram(int[] tokens, int from, int to) {
    int number = NOTHING;
    for (int n = from; n < to && number >= 0; n++) {
      number = levels[n - from].find(number, tokenAt(tokens, n));
    }
    return number;
  }

  private int tokenAt(int[] tokens, int position) {
    return position < 0 ? startId : Ngrams.checkId(tokens[position], vocabularySize);
  }
}
