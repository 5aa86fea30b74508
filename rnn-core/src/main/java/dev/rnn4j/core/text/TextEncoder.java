package dev.rnn4j.core.text;

import dev.rnn4j.core.text.Vocabulary.Level;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Turns text into the ids of its tokens; {@link TextDecoder} is the other direction. Training and
 * use cut text the same way because both do it here:
 *
 * <ul>
 *   <li>At word level, ASCII white space separates tokens, and every line ends with {@link
 *       Vocabulary#EOS}. A blank line is nothing but that.
 *   <li>At character level tokens are Unicode code points, line ends as they are in the text; half
 *       a surrogate pair is a character that no vocabulary knows.
 *   <li>What the vocabulary does not contain becomes {@link Vocabulary#UNK}, or is an error if it
 *       does not contain that either.
 *   <li>An empty text has no tokens.
 * </ul>
 *
 * <p>Immutable: make one for a vocabulary and share it.
 */
public final class TextEncoder {
  private final Vocabulary vocabulary;

  /** Ids indexed by code point, -1 where there is none: a string per character would be slow. */
  private final int[] idOf;

  /**
   * An encoder at the level of a vocabulary.
   *
   * @param vocabulary the known tokens
   */
  public TextEncoder(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.idOf = vocabulary.level() == Level.CHARACTER ? idsByCodePoint(vocabulary) : new int[0];
  }

  private static int[] idsByCodePoint(Vocabulary vocabulary) {
    int[] idOf = new int[0];
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      if (token.codePointCount(0, token.length()) == 1) {
        int codePoint = token.codePointAt(0);
        if (codePoint >= idOf.length) {
          int oldLength = idOf.length;
          idOf = Arrays.copyOf(idOf, Math.max(codePoint + 1, 2 * oldLength));
          Arrays.fill(idOf, oldLength, idOf.length, -1);
        }
        idOf[codePoint] = id;
      }
    }
    return idOf;
  }

  /** {@return the known tokens} */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * Encodes a whole text. At word level its last line ends as well, even without a newline.
   *
   * @param text any text
   * @return its tokens
   * @throws IllegalArgumentException if a token is unknown to a vocabulary without {@link
   *     Vocabulary#UNK}
   */
  public EncodedText encode(String text) {
    return vocabulary.level() == Level.WORD ? encodeWords(text) : encodeCharacters(text);
  }

  /**
   * Encodes the beginning of a text, which somebody will continue: as {@link #encode}, but at word
   * level a last line without a newline stays open.
   *
   * @param prompt any text
   * @return its tokens
   * @throws IllegalArgumentException if a token is unknown to a vocabulary without {@link
   *     Vocabulary#UNK}
   */
  public EncodedText encodePrompt(String prompt) {
    EncodedText lines = encode(prompt);
    boolean open = vocabulary.level() == Level.WORD && !prompt.endsWith("\n") && lines.size() > 0;
    return open ? lines.part(0, lines.size() - 1) : lines;
  }

  /**
   * Encodes a whole text of bytes, as {@link #encode}. Nothing is replaced silently.
   *
   * @param utf8 well-formed UTF-8; a byte order mark is a character like any other
   * @return its tokens
   * @throws CharacterCodingException if the bytes are not UTF-8; the message says where and why
   * @throws IllegalArgumentException if a token is unknown to a vocabulary without {@link
   *     Vocabulary#UNK}
   */
  public EncodedText encode(byte[] utf8) throws CharacterCodingException {
    return encode(Utf8.decode(utf8));
  }

  private EncodedText encodeWords(String text) {
    int[] ids = new int[WordScanner.count(text)];
    BitSet unknown = new BitSet();
    BitSet spelled = new BitSet();
    WordScanner scanner = new WordScanner(text);
    for (int n = 0; scanner.advance(); n++) {
      String token = scanner.token();
      ids[n] = vocabulary.id(token);
      if (ids[n] == vocabulary.startId() && !scanner.isLineEnd()) {
        spelled.set(n);
      }
      if (ids[n] == vocabulary.unknownId() && !vocabulary.contains(token)) {
        unknown.set(n);
      }
    }
    return new EncodedText(ids, unknown, spelled);
  }

  private EncodedText encodeCharacters(String text) {
    int[] ids = new int[text.codePointCount(0, text.length())];
    BitSet unknown = new BitSet();
    int at = 0;
    for (int n = 0; n < ids.length; n++) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      int id = codePoint < idOf.length ? idOf[codePoint] : -1;
      ids[n] = id < 0 ? vocabulary.id(Character.toString(codePoint)) : id;
      if (id < 0) {
        unknown.set(n);
      }
    }
    return new EncodedText(ids, unknown, new BitSet());
  }
}
