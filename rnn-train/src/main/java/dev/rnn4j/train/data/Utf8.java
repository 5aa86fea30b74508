package dev.rnn4j.train.data;

/**
 * Checks UTF-8 by the table of well-formed byte sequences (Unicode Standard, table 3-7). The JDK's
 * decoder finds the same errors, but over a whole file it either replaces them silently or does not
 * say where and why; a user who has to repair the file needs both.
 */
final class Utf8 {
  private Utf8() {}

  /**
   * Where well-formed sequences end.
   *
   * @return the index of the first sequence that is malformed or cut off by {@code end}; {@code
   *     end} if there is none
   */
  static int endOfWellFormed(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      int length = bytes[at] >= 0 ? 1 : sequenceLength(bytes, at, end);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return at;
  }

  /** Whether the sequence at an index needs bytes from {@code end} on. */
  static boolean isCutOff(byte[] bytes, int at, int end) {
    return lengthByLead(bytes[at] & 0xFF) > end - at;
  }

  /** Whether a byte of well-formed text begins a character above U+00FF. */
  static boolean isWide(byte b) {
    return (b & 0xFF) >= 0xC4;
  }

  /**
   * Why the sequence at a malformed index is malformed, in words that follow "byte 0x.."; the text
   * ends at {@code textEnd}.
   */
  static String reason(byte[] bytes, int at, int textEnd) {
    int lead = bytes[at] & 0xFF;
    int length = lengthByLead(lead);
    if (length == 0) {
      return reasonOfLead(lead);
    }
    int end = Math.min(at + length, textEnd);
    for (int i = at + 1; i < end; i++) {
      if (!isContinuation(bytes[i])) {
        return "starts a character of %d bytes but is followed by byte 0x%02X, not a part of it"
            .formatted(length, bytes[i] & 0xFF);
      }
    }
    if (end < at + length) {
      return "starts a character of %d bytes of which the end of the text cuts off %d"
          .formatted(length, at + length - end);
    }
    return reasonOfSecond(lead, bytes[at + 1] & 0xFF);
  }

  private static String reasonOfLead(int lead) {
    if (lead < 0xC0) {
      return "continues a character, but none was begun";
    }
    return lead < 0xC2
        ? "starts an overlong encoding (more bytes than the character needs)"
        : "never occurs in UTF-8";
  }

  private static String reasonOfSecond(int lead, int second) {
    String cause =
        switch (lead) {
          case 0xED -> "encodes half of a surrogate pair";
          case 0xF4 -> "encodes a number beyond U+10FFFF, the last character there is";
          default -> "is an overlong encoding (more bytes than the character needs)";
        };
    return "followed by byte 0x%02X %s".formatted(second, cause);
  }

  /** Length in bytes of the well-formed sequence at an index; 0 if it is malformed. */
  private static int sequenceLength(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    int length = lengthByLead(lead);
    if (length < 2 || length > end - at) {
      return length == 1 ? 1 : 0;
    }
    int second = bytes[at + 1] & 0xFF;
    int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
      return 0;
    }
    for (int i = at + 2; i < at + length; i++) {
      if (!isContinuation(bytes[i])) {
        return 0;
      }
    }
    return length;
  }

  /** Length that a lead byte announces; 0 for bytes that cannot lead. */
  private static int lengthByLead(int lead) {
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }
}
