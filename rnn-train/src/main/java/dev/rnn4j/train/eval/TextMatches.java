package dev.rnn4j.train.eval;

/**
 * How near texts come to what was expected: how many are exactly that, and how many characters
 * would have to be inserted, deleted or replaced in the others (Levenshtein 1966), for each
 * character expected. Characters are code points.
 */
public final class TextMatches {
  private long texts;
  private long exact;
  private long edits;
  private long characters;

  /** Of no texts so far. */
  public TextMatches() {}

  /**
   * Adds a text.
   *
   * @param hypothesis what was written
   * @param reference what was expected
   */
  public void add(String hypothesis, String reference) {
    texts++;
    characters += reference.codePointCount(0, reference.length());
    if (hypothesis.equals(reference)) {
      exact++;
    } else {
      edits += editDistance(hypothesis, reference);
    }
  }

  /** {@return how many texts were added} */
  public long texts() {
    return texts;
  }

  /** {@return the share of texts that are exactly what was expected, 0 to 1; NaN for no texts} */
  public double exactMatch() {
    return (double) exact / texts;
  }

  /**
   * {@return edits for each character expected: 0 if all is right, and above 1 if more is wrong
   * than was expected; NaN if nothing was}
   */
  public double characterErrorRate() {
    return (double) edits / characters;
  }

  /**
   * The fewest insertions, deletions and replacements of code points that make one text another.
   *
   * @param one a text
   * @param other another
   * @return how many
   */
  public static int editDistance(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    int[] above = new int[b.length + 1]; // above[j]: the first i of a to the first j of b
    for (int j = 0; j <= b.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      int diagonal = above[0];
      above[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        diagonal = above[j];
        above[j] = Math.min(replaced, 1 + Math.min(above[j], above[j - 1]));
      }
    }
    return above[b.length];
  }
}
