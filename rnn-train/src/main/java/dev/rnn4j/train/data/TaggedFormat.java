package dev.rnn4j.train.data;

/**
 * How sentences with tags are written: a word a line, and a line without one between sentences.
 *
 * @param kind what separates columns, and what is no word
 * @param wordColumn in which column the word stands, from 1; from the end -1 and so on
 * @param tagColumn in which the tag stands, in the same way; 0 if there is none to be read
 */
public record TaggedFormat(Kind kind, int wordColumn, int tagColumn) {
  /** The universal part of speech in CoNLL-U. */
  public static final TaggedFormat CONLLU = new TaggedFormat(Kind.CONLLU, 2, 4);

  /** The first column and the last, separated by spaces or tabs. */
  public static final TaggedFormat CONLL = new TaggedFormat(Kind.CONLL, 1, -1);

  /** The first two columns, separated by one tab. */
  public static final TaggedFormat TSV = new TaggedFormat(Kind.TSV, 1, 2);

  /** Sentences as they are, a line each. */
  public static final TaggedFormat PLAIN = new TaggedFormat(Kind.PLAIN, 1, 0);

  /** A kind of file. */
  public enum Kind {
    /**
     * CoNLL-U: columns separated by a tab; lines of comments, of several words in one and of words
     * that are not in the text are passed over.
     */
    CONLLU,
    /** Columns separated by spaces or tabs. */
    CONLL,
    /** Columns separated by a tab each, so that a word may contain spaces. */
    TSV,
    /** Words separated by spaces, one sentence a line, without tags. */
    PLAIN
  }

  /**
   * Checks the columns.
   *
   * @throws IllegalArgumentException if there is no word, or it is the tag
   */
  public TaggedFormat {
    if (wordColumn == 0 || wordColumn == tagColumn) {
      throw new IllegalArgumentException(
          "columns count from 1, or from the end from -1; the word is in "
              + wordColumn
              + " and the tag in "
              + tagColumn);
    }
  }

  /** {@return this format without tags} */
  public TaggedFormat withoutTags() {
    return new TaggedFormat(kind, wordColumn, 0);
  }
}
