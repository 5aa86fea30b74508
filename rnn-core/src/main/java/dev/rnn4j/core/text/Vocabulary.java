package dev.rnn4j.core.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tokens a language model knows, each with its id: the row of its embedding and the column of
 * its logit. Immutable, so any number of sessions share one. {@link TextEncoder} turns text into
 * ids, {@link TextDecoder} ids into text.
 */
public final class Vocabulary {
  /** What one token is. */
  public enum Level {
    /** A word; a line ends with {@link Vocabulary#EOS}. */
    WORD,
    /** A Unicode code point; a line ends with {@code "\n"}, a character like the others. */
    CHARACTER;

    /** {@return the token that ends a line, and that a model is fed before the first one} */
    public String lineEnd() {
      return this == WORD ? EOS : NEWLINE;
    }
  }

  /** The word that ends a line. */
  public static final String EOS = "<eos>";

  /** The token that stands for whatever the vocabulary does not contain. */
  public static final String UNK = "<unk>";

  private static final String NEWLINE = "\n";

  private final Level level;
  private final List<String> tokens;
  private final Map<String, Integer> ids;
  private final int unknownId;
  private final int startId;

  /**
   * A vocabulary of the given tokens; the id of a token is its place in the list.
   *
   * @param level what one token is
   * @param tokens all tokens, without duplicates; must contain {@link #EOS} at word level or {@code
   *     "\n"} at character level. Without {@link #UNK} a token that is not among them is an error.
   *     Words are not empty and contain no ASCII white space, characters are one code point each,
   *     except {@link #UNK}
   * @throws IllegalArgumentException if a token occurs twice or is none, or the one that ends a
   *     line is missing
   */
  public Vocabulary(Level level, List<String> tokens) {
    this.level = Objects.requireNonNull(level, "level");
    this.tokens = List.copyOf(tokens);
    this.ids = HashMap.newHashMap(this.tokens.size());
    for (int id = 0; id < this.tokens.size(); id++) {
      check(id);
      Integer earlier = ids.putIfAbsent(this.tokens.get(id), id);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "the token \"%s\" occurs twice in the vocabulary, with ids %d and %d; remove one"
                .formatted(VisibleText.of(this.tokens.get(id)), earlier, id));
      }
    }
    this.unknownId = ids.getOrDefault(UNK, -1);
    this.startId = required(level.lineEnd());
  }

  /** A token that no text can contain would be one that a model writes and cannot read. */
  private void check(int id) {
    String token = tokens.get(id);
    boolean sound =
        level == Level.WORD
            ? isWord(token)
            : token.codePointCount(0, token.length()) == 1 || token.equals(UNK);
    if (!sound) {
      throw new IllegalArgumentException(
          "the token \"%s\" with id %d is not one %s, as every token of this vocabulary must be"
              .formatted(VisibleText.of(token), id, level == Level.WORD ? "word" : "character"));
    }
  }

  private static boolean isWord(String token) {
    for (int i = 0; i < token.length(); i++) {
      if (WordScanner.isWhiteSpace(token.charAt(i))) {
        return false;
      }
    }
    return !token.isEmpty();
  }

  private int required(String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new IllegalArgumentException(
          "a vocabulary of level %s must contain \"%s\", but it is not among the %d tokens given"
              .formatted(level, VisibleText.of(token), tokens.size()));
    }
    return id;
  }

  /** {@return how many tokens there are, V} */
  public int size() {
    return tokens.size();
  }

  /**
   * The token with an id.
   *
   * @param id 0 to {@code size() - 1}
   * @return its token
   * @throws IndexOutOfBoundsException if there is no such id
   */
  public String token(int id) {
    if (id < 0 || id >= tokens.size()) {
      throw new IndexOutOfBoundsException(
          "no token has id " + id + "; the ids are 0 to " + (tokens.size() - 1));
    }
    return tokens.get(id);
  }

  /**
   * The id of a token.
   *
   * @param token any text
   * @return its id, or {@link #unknownId()} if the vocabulary does not contain it
   * @throws IllegalArgumentException if it contains neither the token nor {@link #UNK}
   */
  public int id(String token) {
    Integer id = ids.get(token);
    if (id != null) {
      return id;
    }
    if (unknownId < 0) {
      throw new IllegalArgumentException(
          "\"%s\" is not in the vocabulary, and there is no %s that could stand for it"
              .formatted(VisibleText.of(token), UNK));
    }
    return unknownId;
  }

  /**
   * Whether a token has an id of its own.
   *
   * @param token any text
   * @return true if it is one of {@link #tokens()}
   */
  public boolean contains(String token) {
    return ids.containsKey(token);
  }

  /**
   * {@return the id of {@link #UNK}, which stands for unknown tokens; -1 if there is none, and they
   * are errors}
   */
  public int unknownId() {
    return unknownId;
  }

  /**
   * The id a model is fed before the first token: a text starts as if a line had just ended.
   *
   * @return the id of {@link #EOS} at word level, of {@code "\n"} at character level
   */
  public int startId() {
    return startId;
  }

  /** {@return what one token is} */
  public Level level() {
    return level;
  }

  /** {@return all tokens in the order of their ids, unmodifiable} */
  public List<String> tokens() {
    return tokens;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that && level == that.level && tokens.equals(that.tokens);
  }

  @Override
  public int hashCode() {
    return Objects.hash(level, tokens);
  }

  @Override
  public String toString() {
    return "Vocabulary of " + tokens.size() + " tokens, level " + level;
  }
}
