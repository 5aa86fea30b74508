package dev.rnn4j.core.text;

/**
 * Walks the words and line ends of a text, one token at a time and without a list of them. Words
 * are separated by ASCII white space; only {@code '\n'} ends a line, and so does the end of a text
 * that does not end with one. So "\r\n" ends a line and leaves no trace of its "\r".
 */
public final class WordScanner {
  private final String text;
  private int position;
  private int start;
  private int end;
  private boolean lineBegun;

  /**
   * Stands before the first token.
   *
   * @param text what to walk
   */
  public WordScanner(String text) {
    this.text = text;
  }

  /**
   * Number of tokens in a text.
   *
   * @param text any text
   * @return how many there are, line ends included
   */
  public static int count(String text) {
    WordScanner scanner = new WordScanner(text);
    int count = 0;
    while (scanner.advance()) {
      count++;
    }
    return count;
  }

  /**
   * Goes to the next token.
   *
   * @return false after the last
   */
  public boolean advance() {
    while (position < text.length()) {
      char c = text.charAt(position);
      start = position;
      end = position;
      if (!isWhiteSpace(c)) {
        lineBegun = true;
        end = endOfWord();
        position = end;
        return true;
      }
      position++;
      lineBegun = c != '\n';
      if (c == '\n') {
        return true;
      }
    }
    start = end;
    boolean unfinished = lineBegun;
    lineBegun = false;
    return unfinished;
  }

  /** {@return the token {@link #advance} went to: a word, or {@link Vocabulary#EOS}} */
  public String token() {
    return isLineEnd() ? Vocabulary.EOS : text.substring(start, end);
  }

  /** {@return whether the token is a line end, and not a word spelled like one} */
  public boolean isLineEnd() {
    return start == end;
  }

  /**
   * {@return the index of the token's first character; a line that the end of the text ends does so
   * after its last word}
   */
  public int start() {
    return start;
  }

  /** {@return the index of the character after the token} */
  public int next() {
    return position;
  }

  private int endOfWord() {
    int at = position;
    while (at < text.length() && !isWhiteSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /**
   * Whether a character separates words.
   *
   * @param c any character
   * @return true for ASCII white space, and nothing else
   */
  public static boolean isWhiteSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
