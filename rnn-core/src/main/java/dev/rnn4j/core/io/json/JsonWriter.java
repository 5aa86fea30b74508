package dev.rnn4j.core.io.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Appends values as compact JSON. The counterpart of {@link JsonParser}. */
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out;
  private final int enough;
  private int depth;

  /** Appends to {@code out}, and no further element once there are {@code enough} characters. */
  JsonWriter(StringBuilder out, int enough) {
    this.out = out;
    this.enough = enough;
  }

  void value(Object value) {
    if (value instanceof String text) {
      string(text);
    } else if (value instanceof Map<?, ?> members) {
      object(members);
    } else if (value instanceof Iterable<?> elements) {
      array(elements);
    } else if (value instanceof Float number) {
      decimal(shortest(number), number);
    } else if (value instanceof Double number) {
      decimal(Double.toString(number), number);
    } else if (isInteger(value) || value instanceof Boolean || Json.NULL.equals(value)) {
      out.append(value);
    } else {
      throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
    }
  }

  private static boolean isInteger(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte;
  }

  private void decimal(String text, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number " + value + "; only finite ones");
    }
    out.append(text);
  }

  /** Readers know only doubles, so the short form counts only if it survives that detour. */
  private static String shortest(float value) {
    String text = Float.toString(value);
    boolean same = (float) Double.parseDouble(text) == value;
    return same ? text : Double.toString(value);
  }

  private void object(Map<?, ?> members) {
    enter();
    char separator = '{';
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (out.length() > enough) {
        break;
      }
      if (!(member.getKey() instanceof String key)) {
        throw new IllegalArgumentException("JSON keys are strings, not " + member.getKey());
      }
      out.append(separator);
      separator = ',';
      string(key);
      out.append(':');
      value(present(member.getValue()));
    }
    out.append(separator == '{' ? "{}" : "}");
    depth--;
  }

  private void array(Iterable<?> elements) {
    enter();
    char separator = '[';
    for (Object element : elements) {
      if (out.length() > enough) {
        break;
      }
      out.append(separator);
      separator = ',';
      value(present(element));
    }
    out.append(separator == '[' ? "[]" : "]");
    depth--;
  }

  private void enter() {
    if (++depth > JsonParser.MAX_DEPTH) {
      throw new IllegalArgumentException("JSON nested deeper than " + JsonParser.MAX_DEPTH);
    }
  }

  private static Object present(@Nullable Object value) {
    return value == null ? Json.NULL : value;
  }

  void string(String text) {
    out.append('"');
    int run = 0;
    int length = Math.min(text.length(), enough);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (!mustEscape(c) && !isLoneSurrogate(text, i)) {
        continue;
      }
      out.append(text, run, i);
      escape(c);
      run = i + 1;
    }
    out.append(text, run, length).append('"');
  }

  /** Beyond what JSON demands all control characters, so a terminal can show what is written. */
  private static boolean mustEscape(char c) {
    return c < ' ' || c == '"' || c == '\\' || (c >= 0x7f && c <= 0x9f);
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(HEX.charAt(c >> shift & 15));
        }
      }
    }
  }

  /** Whether the char at {@code i} is half a pair, which no UTF-8 can carry unescaped. */
  static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }
}
