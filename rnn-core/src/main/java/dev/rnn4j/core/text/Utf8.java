package dev.rnn4j.core.text;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Checks UTF-8 by the table of well-formed byte sequences (Unicode Standard, table 3-7). The JDK's
 * decoder finds the same errors, but over a whole file it either replaces them silently or does not
 * say where and why; a user who has to repair the file needs both.
 */
public final class Utf8 {
  private Utf8() {}

  /**
   * Decodes bytes, all of which must be well-formed.
   *
   * @param bytes a text; may be empty
   * @return its characters
   * @throws CharacterCodingException if a sequence is malformed; the message says where and why
   */
  public static String decode(byte[] bytes) throws CharacterCodingException {
    int at = endOfWellFormed(bytes, 0, bytes.length);
    if (at < bytes.length) {
      throw new MalformedTextException(
          "not UTF-8: at byte offset %d, byte 0x%02X %s"
              .formatted(at, bytes[at] & 0xFF, reason(bytes, at, bytes.length)));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The exceptions of the JDK have no message of one's own. */
  private static final class MalformedTextException extends CharacterCodingException {
    private static final long serialVersionUID = 1L;
    private final String message;

    MalformedTextException(String message) {
      this.message = message;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }

  /**
   * Where well-formed sequences end.
   *
   * @param bytes hold the text
   * @param from index of the first byte to look at, the first of a character
   * @param end index after the last byte to look at
   * @return the index of the first sequence that is malformed or cut off by {@code end}; {@code
   *     end} if there is none
   */
  public static int endOfWellFormed(byte[] bytes, int from, int end) {
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

  /**
   * Whether a sequence is cut off.
   *
   * @param bytes hold the text
   * @param at index of the first byte of the sequence
   * @param end index after the last byte known so far
   * @return true if it needs more bytes than those
   */
  public static boolean isCutOff(byte[] bytes, int at, int end) {
    return lengthByLead(bytes[at] & 0xFF) > end - at;
  }

  /**
   * Why a sequence is malformed.
   *
   * @param bytes hold the text
   * @param at where {@link #endOfWellFormed} found it
   * @param textEnd index after the last byte of the text
   * @return a part of a sentence that follows "byte 0x..", its first byte
   */
  public static String reason(byte[] bytes, int at, int textEnd) {
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
