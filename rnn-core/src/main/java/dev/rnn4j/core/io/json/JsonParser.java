package dev.rnn4j.core.io.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recursive descent over a {@code char[]}. Recursion is bounded by {@link #MAX_DEPTH}, memory by an
 * account of what every value takes (of the JDK's objects on a 64-bit machine, rather more than
 * less). Works on an array, not on a {@code String}, because model files are read in a virtual
 * machine that has just started, where an array access is one interpreted instruction and {@code
 * charAt} is a call.
 */
final class JsonParser {
  /** Deepest nesting of arrays and objects. */
  static final int MAX_DEPTH = 64;

  /** Most values in one text: many times the largest vocabulary, and still below a gigabyte. */
  static final int MAX_VALUES = 5_000_000;

  /** Longest number. The longest useful one, an exact double, has 1,075 digits. */
  static final int MAX_NUMBER_LENGTH = 1_200;

  /** Digits that always fit into a long. */
  private static final int SAFE_DIGITS = 18;

  private static final int OBJECT_BYTES = 136;
  private static final int MEMBER_BYTES = 48;
  private static final int ARRAY_BYTES = 80;
  private static final int ELEMENT_BYTES = 8;
  private static final int STRING_BYTES = 48;
  private static final int NUMBER_BYTES = 16;

  private final char[] text;
  private final int start;
  private final int end;
  private int at;
  private int depth;
  private int values;
  private final long memory;
  private long taken;

  /**
   * Reads a part of an array, which it changes.
   *
   * @param memory how many bytes the values may take
   */
  JsonParser(char[] text, int start, int end, long memory) {
    this.memory = memory;
    this.text = text;
    this.start = start;
    this.end = end;
    this.at = start;
  }

  Object document() throws JsonException {
    Object value = value();
    if (peek() >= 0) {
      throw unexpected("the end of the text");
    }
    return value;
  }

  private Object value() throws JsonException {
    int c = peek();
    if (++values > MAX_VALUES) {
      throw error("more than " + MAX_VALUES + " values", at);
    }
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> keyword("true", true);
      case 'f' -> keyword("false", false);
      case 'n' -> keyword("null", Json.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("a value");
    };
  }

  private Map<String, Object> object() throws JsonException {
    enter();
    take(OBJECT_BYTES);
    Map<String, Object> members = new LinkedHashMap<>();
    if (peek() == '}') {
      return leave(members);
    }
    while (true) {
      if (peek() != '"') {
        throw unexpected("a key in double quotes");
      }
      int keyAt = at;
      take(MEMBER_BYTES);
      String key = string();
      if (peek() != ':') {
        throw unexpected("':'");
      }
      at++;
      if (members.putIfAbsent(key, value()) != null) {
        throw error("duplicate key " + Json.brief(key), keyAt);
      }
      if (peek() == '}') {
        return leave(members);
      }
      comma("',' or '}'");
    }
  }

  private List<Object> array() throws JsonException {
    enter();
    take(ARRAY_BYTES);
    List<Object> elements = new ArrayList<>();
    if (peek() == ']') {
      return leave(elements);
    }
    while (true) {
      take(ELEMENT_BYTES);
      elements.add(value());
      if (peek() == ']') {
        return leave(elements);
      }
      comma("',' or ']'");
    }
  }

  private void enter() throws JsonException {
    if (++depth > MAX_DEPTH) {
      throw error("nesting deeper than " + MAX_DEPTH, at);
    }
    at++;
  }

  private <T> T leave(T container) {
    depth--;
    at++;
    return container;
  }

  private void comma(String expected) throws JsonException {
    if (peek() != ',') {
      throw unexpected(expected);
    }
    at++;
  }

  private Object keyword(String word, Object value) throws JsonException {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= end || text[at + i] != word.charAt(i)) {
        throw unexpected("a value");
      }
    }
    at += word.length();
    return value;
  }

  /** A string without escapes, or the start of one with them. */
  private String string() throws JsonException {
    int from = at + 1;
    for (int i = from; i < end; i++) {
      char c = text[i];
      if (c > '\\') {
        continue; // most text is lower case: one comparison, while still interpreted
      }
      if (c == '"') {
        at = i + 1;
        return string(from, i);
      }
      if (c == '\\') {
        return escapedString(from, i);
      }
      if (c < ' ') {
        throw controlCharacter(i);
      }
    }
    throw error("a string is not closed", at);
  }

  /** A string with escapes, unescaped in place: what they stand for is never longer than they. */
  private String escapedString(int from, int firstEscape) throws JsonException {
    int to = firstEscape;
    for (int i = firstEscape; i < end; i++) {
      char c = text[i];
      if (c <= '\\') {
        if (c == '"') {
          at = i + 1;
          return string(from, to);
        }
        if (c == '\\') {
          c = escape(i);
          i += text[i + 1] == 'u' ? 5 : 1;
        } else if (c < ' ') {
          throw controlCharacter(i);
        }
      }
      text[to++] = c;
    }
    throw error("a string is not closed", from - 1);
  }

  private String string(int from, int to) throws JsonException {
    take(STRING_BYTES + 2L * (to - from));
    return new String(text, from, to - from);
  }

  private void take(long bytes) throws JsonException {
    taken += bytes;
    if (taken > memory) {
      throw error(
          "its values need more than "
              + megabytes(memory)
              + " MB of memory (Java may use "
              + megabytes(Runtime.getRuntime().maxMemory())
              + " MB)",
          at);
    }
  }

  private static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }

  /** What the escape at {@code i} stands for. */
  private char escape(int i) throws JsonException {
    char c = i + 1 < end ? text[i + 1] : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> hexCharacter(i);
      default -> throw error("unknown escape in a string", i);
    };
  }

  private char hexCharacter(int escapeAt) throws JsonException {
    int code = 0;
    for (int i = escapeAt + 2; i < escapeAt + 6; i++) {
      char c = i < end ? text[i] : ' ';
      // Character.digit would also take the digits of other scripts
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw error("\\u needs four hexadecimal digits", escapeAt);
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Object number() throws JsonException {
    int from = at;
    int i = text[at] == '-' ? at + 1 : at;
    boolean zero = i < end && text[i] == '0';
    i = zero ? i + 1 : digits(i);
    boolean integer = true;
    if (i < end && text[i] == '.') {
      integer = false;
      i = digits(i + 1);
    }
    if (i < end && (text[i] == 'e' || text[i] == 'E')) {
      integer = false;
      i++;
      i = digits(i < end && (text[i] == '+' || text[i] == '-') ? i + 1 : i);
    }
    if (i - from > MAX_NUMBER_LENGTH) {
      throw error("a number of " + (i - from) + " characters, limit " + MAX_NUMBER_LENGTH, from);
    }
    at = i;
    take(NUMBER_BYTES);
    boolean negativeZero = zero && text[from] == '-';
    return integer && !negativeZero ? integer(from, i) : decimal(from, i);
  }

  /** Skips at least one digit. */
  private int digits(int from) throws JsonException {
    int i = from;
    while (i < end && text[i] >= '0' && text[i] <= '9') {
      i++;
    }
    if (i == from) {
      at = i;
      throw unexpected("a digit");
    }
    return i;
  }

  private Object integer(int from, int to) throws JsonException {
    boolean negative = text[from] == '-';
    int first = negative ? from + 1 : from;
    if (to - first > SAFE_DIGITS) {
      return longInteger(from, to);
    }
    long value = 0;
    for (int i = first; i < to; i++) {
      value = value * 10 + (text[i] - '0');
    }
    return negative ? -value : value;
  }

  private Object longInteger(int from, int to) throws JsonException {
    try {
      return Long.parseLong(new String(text, from, to - from));
    } catch (NumberFormatException tooLarge) {
      return decimal(from, to);
    }
  }

  private Double decimal(int from, int to) throws JsonException {
    double value = Double.parseDouble(new String(text, from, to - from));
    if (Double.isInfinite(value)) {
      throw error("a number beyond the range of a double", from);
    }
    return value;
  }

  /** Skips white space; the next character, or -1 at the end. */
  private int peek() {
    while (at < end) {
      char c = text[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c;
      }
      at++;
    }
    return -1;
  }

  private JsonException unexpected(String expected) {
    String found = at < end ? Json.brief(String.valueOf(text[at])) : "the end of the text";
    return error("expected " + expected + ", found " + found, at);
  }

  private JsonException controlCharacter(int i) {
    return error("a control character (code " + (int) text[i] + ") in a string must be escaped", i);
  }

  private JsonException error(String problem, int index) {
    return new JsonException(problem + ", at character " + (index - start));
  }
}
