package dev.rnn4j.train.data;

import dev.rnn4j.core.text.Vocabulary;

/**
 * Walks the words and line ends of a text, one token at a time and without a list of them. Words
 * are separated by ASCII white space; only {@code '\n'} ends a line, and so does the end of a text
 * that does not end with one. So "\r\n" ends a line and leaves no trace of its "\r".
 */
final class WordScanner {
  private final String text;
  private int position;
  private int start;
  private int end;
  private boolean lineBegun;

  WordScanner(String text) {
    this.text = text;
  }

  /** Number of tokens in a text, line ends included. */
  static int count(String text) {
    WordScanner scanner = new WordScanner(text);
    int count = 0;
    while (scanner.advance()) {
      count++;
    }
    return count;
  }

  /** Goes to the next token; false after the last. */
  boolean advance() {
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

  /** The token {@link #advance()} went to: a word, or {@link Vocabulary#EOS} for a line end. */
  String token() {
    return isLineEnd() ? Vocabulary.EOS : text.substring(start, end);
  }

  /** Whether the token is a line end and no word, as one spelled that way would be. */
  boolean isLineEnd() {
    return start == end;
  }

  /**
   * Index of the first character of the token; the end of a text ends a line after its last word.
   */
  int start() {
    return start;
  }

  /** Index of the character after the token. */
  int next() {
    return position;
  }

  private int endOfWord() {
    int at = position;
    while (at < text.length() && !isWhiteSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static boolean isWhiteSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
