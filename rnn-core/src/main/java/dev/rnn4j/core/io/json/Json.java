package dev.rnn4j.core.io.json;

import dev.rnn4j.core.text.VisibleText;
import java.nio.CharBuffer;

/**
 * Strict JSON (RFC 8259) to and from plain Java values.
 *
 * <p>Objects are {@code Map<String, Object>} in the order of the text, arrays {@code List<Object>},
 * strings {@code String}, {@code true} and {@code false} {@code Boolean}, {@code null} is {@link
 * #NULL}. A number is a {@code Long} if it is written without fraction and exponent and fits into
 * one, otherwise a {@code Double}; {@code -0} is the {@code Double} that keeps its sign.
 *
 * <p>The parser accepts nothing the RFC forbids and, beyond the RFC, rejects duplicate keys,
 * numbers too large for a {@code double}, nesting deeper than {@value JsonParser#MAX_DEPTH}, texts
 * of more than {@value JsonParser#MAX_VALUES} values, and values that take more memory than {@value
 * #BYTES_PER_CHARACTER} bytes for each character of the text and one megabyte, or than a quarter of
 * the heap. Lists of strings stay below that; what is refused is made to fill the memory.
 */
public final class Json {
  /** The JSON value {@code null}. */
  public static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  /** Most values in one text. */
  public static final int MAX_VALUES = JsonParser.MAX_VALUES;

  private static final int BRIEF = 80;
  private static final long BYTES_PER_CHARACTER = 16;
  private static final long BYTES_ALWAYS = 1 << 20;

  private Json() {}

  /**
   * Reads one JSON value.
   *
   * @param text the whole text
   * @return a {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double}, {@code
   *     Boolean} or {@link #NULL}; maps and lists may be modified
   * @throws JsonException if the text is not valid; the message has the character offset
   */
  public static Object parse(String text) throws JsonException {
    char[] chars = text.toCharArray();
    long memory = BYTES_ALWAYS + BYTES_PER_CHARACTER * chars.length;
    return new JsonParser(chars, 0, chars.length, limit(memory)).document();
  }

  /**
   * Reads a JSON object.
   *
   * @param text the whole text
   * @param where what the text is, for error messages, such as {@code config}
   * @return the object
   * @throws JsonException if the text is not valid or is not an object
   */
  public static JsonObject parseObject(String text, String where) throws JsonException {
    Object value;
    try {
      value = parse(text);
    } catch (JsonException e) {
      throw new JsonException(where + " is not valid JSON: " + e.getMessage());
    }
    return JsonObject.of(value, where);
  }

  /**
   * Reads a text that is no longer needed, into values of limited size.
   *
   * @param text the whole text, backed by an array, which is changed
   * @param memory how many bytes the values may take; never more than a quarter of the heap
   * @return as {@link #parse(String)}
   * @throws JsonException if the text is not valid; the message has the character offset
   */
  public static Object parse(CharBuffer text, long memory) throws JsonException {
    int from = text.arrayOffset() + text.position();
    int to = from + text.remaining();
    return new JsonParser(text.array(), from, to, limit(memory)).document();
  }

  private static long limit(long memory) {
    return Math.min(memory, Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * Writes a value as compact JSON. Every finite number reads back as the same number; half a
   * surrogate pair is written as an escape and reads back as itself.
   *
   * @param value a {@code Map} with {@code String} keys, an {@code Iterable}, a {@code String}, a
   *     {@code Boolean}, an integer, a {@code Float}, a {@code Double} or {@link #NULL}
   * @return the text
   * @throws IllegalArgumentException if a value is of another type or not finite, or the nesting is
   *     deeper than {@value JsonParser#MAX_DEPTH}
   */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    append(value, out);
    return out.toString();
  }

  /**
   * Appends what {@link #write} returns.
   *
   * @param value as there
   * @param out receives the text
   * @throws IllegalArgumentException as there; part of the text may have been appended
   */
  public static void append(Object value, StringBuilder out) {
    new JsonWriter(out, Integer.MAX_VALUE).value(value);
  }

  /**
   * Whether a character is half a surrogate pair without the other half, which no UTF-8 can carry
   * unescaped.
   *
   * @param text any text
   * @param i an index into it
   * @return true if the {@code char} there is one
   */
  public static boolean isLoneSurrogate(String text, int i) {
    return JsonWriter.isLoneSurrogate(text, i);
  }

  /**
   * A value as it may appear in an error message: on one line, visible, and cut if it is long.
   *
   * @param value as for {@link #write}
   * @return its beginning, as JSON
   */
  public static String brief(Object value) {
    if (value instanceof String text && text.length() > BRIEF) {
      return brief(text.substring(0, BRIEF)) + "... (" + text.length() + " characters)";
    }
    StringBuilder out = new StringBuilder();
    new JsonWriter(out, BRIEF).value(value);
    boolean cut = !(value instanceof String) && out.length() > BRIEF;
    String text = cut ? out.substring(0, BRIEF) + "..." : out.toString();
    return VisibleText.of(text, Integer.MAX_VALUE);
  }
}
