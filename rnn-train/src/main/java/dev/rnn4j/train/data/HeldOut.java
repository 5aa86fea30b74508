package dev.rnn4j.train.data;

import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.core.text.WordScanner;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the end of a text is cut off, to be held out of training: at the first line end after the
 * share asked for begins, if half of it is then still held out; otherwise at the last one before,
 * if that holds out half as much again at most; otherwise between two tokens. So no word is ever
 * cut at word level, and no character at any.
 *
 * @param character index of the first character held out
 * @param token how many tokens come before it
 */
public record HeldOut(int character, int token) {
  /**
   * Finds the cut.
   *
   * @param text the whole text
   * @param level what a token is
   * @param percent the share to hold out, 1 to 99
   * @return the cut; none if the text is so short that nothing would be left
   */
  public static Optional<HeldOut> end(String text, Level level, int percent) {
    if (percent < 1 || percent > 99) {
      throw new IllegalArgumentException("percent must be 1 to 99, not " + percent);
    }
    boolean words = level == Level.WORD;
    int tokens = words ? WordScanner.count(text) : text.codePointCount(0, text.length());
    Finder finder = new Finder(tokens, (int) (tokens * (100L - percent) / 100));
    if (words) {
      finder.findInWords(text);
    } else {
      finder.findInCharacters(text);
    }
    return Optional.ofNullable(finder.best()).filter(cut -> cut.token > 0);
  }

  /** Hears of the tokens one after the other and remembers where a cut could be. */
  private static final class Finder {
    private final int tokens;
    private final int target;
    private @Nullable HeldOut lineBefore;
    private @Nullable HeldOut exact;
    private @Nullable HeldOut lineAfter;

    Finder(int tokens, int target) {
      this.tokens = tokens;
      this.target = target;
    }

    void findInWords(String text) {
      WordScanner scanner = new WordScanner(text);
      for (int n = 0; lineAfter == null && scanner.advance(); n++) {
        token(n, scanner.start(), scanner.isLineEnd(), scanner.next());
      }
    }

    void findInCharacters(String text) {
      int at = 0;
      for (int n = 0; lineAfter == null && at < text.length(); n++) {
        int next = text.offsetByCodePoints(at, 1);
        token(n, at, text.charAt(at) == '\n', next);
        at = next;
      }
    }

    private void token(int n, int from, boolean endsLine, int to) {
      if (n == target) {
        exact = new HeldOut(from, n);
      }
      if (endsLine && n < target) {
        lineBefore = new HeldOut(to, n + 1);
      } else if (endsLine) {
        lineAfter = new HeldOut(to, n + 1);
      }
    }

    @Nullable HeldOut best() {
      int asked = tokens - target;
      if (lineAfter != null && 2L * (tokens - lineAfter.token) >= asked) {
        return lineAfter;
      }
      boolean near = lineBefore != null && 2L * (tokens - lineBefore.token) <= 3L * asked;
      return near ? lineBefore : exact;
    }
  }
}
