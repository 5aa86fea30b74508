package dev.rnn4j.core.model;

import dev.rnn4j.core.text.Subwords;
import dev.rnn4j.core.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the text of one side of an encoder-decoder is cut into tokens, and put together again: at
 * white space, into pieces of words, or into characters. A text is one line. Immutable.
 *
 * @param vocabulary the tokens, with the one that ends a line
 * @param subwords cuts words into pieces, at the level of words only; null to take whole words
 */
public record SequenceText(Vocabulary vocabulary, @Nullable Subwords subwords) {
  /**
   * Checks that the two go together.
   *
   * @throws IllegalArgumentException if there are subwords of characters
   */
  public SequenceText {
    if (subwords != null && vocabulary.level() == Vocabulary.Level.CHARACTER) {
      throw new IllegalArgumentException(
          "pieces of words need a vocabulary of words, not one of characters");
    }
  }

  /**
   * Cuts a text.
   *
   * @param text one line
   * @return its tokens, known or not
   */
  public List<String> tokens(String text) {
    Subwords pieces = subwords;
    if (pieces != null) {
      return pieces.encode(text);
    }
    if (vocabulary.level() == Vocabulary.Level.CHARACTER) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
    return Arrays.stream(text.split("[ \\t\\n\\x0B\\f\\r]+")).filter(s -> !s.isEmpty()).toList();
  }

  /**
   * The numbers of tokens.
   *
   * @param tokens known or not
   * @return their ids
   * @throws IllegalArgumentException if one is not known, and the vocabulary has no token for that
   */
  public int[] ids(List<String> tokens) {
    return tokens.stream().mapToInt(vocabulary::id).toArray();
  }

  /**
   * The numbers of a text.
   *
   * @param text one line
   * @return the ids of its tokens
   */
  public int[] ids(String text) {
    return ids(tokens(text));
  }

  /**
   * The tokens of numbers.
   *
   * @param ids of the vocabulary
   * @return their tokens, a new list
   */
  public List<String> named(int[] ids) {
    List<String> tokens = new ArrayList<>(ids.length);
    for (int id : ids) {
      tokens.add(vocabulary.token(id));
    }
    return tokens;
  }

  /**
   * Puts tokens together.
   *
   * @param tokens of one line
   * @return its text
   */
  public String text(List<String> tokens) {
    if (subwords != null) {
      return Subwords.decode(tokens);
    }
    boolean characters = vocabulary.level() == Vocabulary.Level.CHARACTER;
    return String.join(characters ? "" : " ", tokens);
  }
}
