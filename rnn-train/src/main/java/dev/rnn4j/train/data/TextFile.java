package dev.rnn4j.train.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a whole text file: UTF-8, plain or gzip. What is not exactly that is refused with a message
 * that says where; nothing is ever replaced or dropped silently, but for a byte order mark at the
 * start. The text is held as one string. Reading takes a heap of three times the size of the
 * (decompressed) file, or five times if it has characters above U+00FF.
 */
public final class TextFile {
  /** The largest array every virtual machine can allocate. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  /** A string with a character above U+00FF takes two bytes a character, still in one array. */
  private static final int MAX_WIDE_BYTES = MAX_BYTES / 2;

  private static final int BYTE_ORDER_MARK_LENGTH = 3;

  private TextFile() {}

  /**
   * Reads a text. Whether it is gzip is told by its first two bytes, not by its name.
   *
   * @param path the file
   * @return its text, without a byte order mark, at least one character
   * @throws CorpusException if the file is missing, a directory, unreadable, empty, too large,
   *     truncated or damaged gzip, or not well-formed UTF-8; offsets in the message count bytes of
   *     the decompressed content
   */
  public static String read(Path path) throws CorpusException {
    return read(path, MAX_BYTES, MAX_WIDE_BYTES);
  }

  static String read(Path path, int maxBytes, int maxWideBytes) throws CorpusException {
    byte[] bytes = bytes(path, maxBytes);
    int start = startsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK_LENGTH : 0;
    if (bytes.length == start) {
      throw new CorpusException(path + " is empty; give a file that contains text");
    }
    int malformed = Utf8.firstMalformed(bytes, start);
    if (malformed >= 0) {
      throw new CorpusException(describe(path, bytes, malformed));
    }
    if (bytes.length > maxWideBytes && Utf8.isWide(bytes)) {
      throw tooLarge(path, maxWideBytes);
    }
    return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Path path, int maxBytes) throws CorpusException {
    if (Files.isDirectory(path)) {
      throw new CorpusException(path + " is a directory; give a text file");
    }
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      return startsWithGzipMagic(file)
          ? decompressed(path, file, maxBytes)
          : limited(path, file, maxBytes);
    } catch (CorpusException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new CorpusException(path + " does not exist; check the name and the folder", e);
    } catch (AccessDeniedException e) {
      throw new CorpusException(path + " may not be read; check its permissions", e);
    } catch (IOException e) {
      throw new CorpusException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] decompressed(Path path, InputStream file, int maxBytes) throws IOException {
    try (InputStream gzip = new GZIPInputStream(file, 1 << 16)) {
      return limited(path, gzip, maxBytes);
    } catch (EOFException e) {
      throw new CorpusException(
          path + " is truncated: its gzip data stops before its end; fetch or copy it again", e);
    } catch (ZipException e) {
      throw new CorpusException(
          path
              + " is damaged: its gzip data is not valid ("
              + e.getMessage()
              + "); fetch or copy it again",
          e);
    }
  }

  private static byte[] limited(Path path, InputStream in, int maxBytes) throws IOException {
    byte[] bytes = in.readNBytes(maxBytes);
    if (bytes.length == maxBytes && in.read() >= 0) {
      throw tooLarge(path, maxBytes);
    }
    return bytes;
  }

  private static CorpusException tooLarge(Path path, int limit) {
    return new CorpusException(
        path
            + " holds more than "
            + limit
            + " bytes of text, the most that is read as one text;"
            + " split it into smaller files");
  }

  private static boolean startsWithGzipMagic(InputStream file) throws IOException {
    file.mark(2);
    boolean gzip = file.read() == 0x1F && file.read() == 0x8B;
    file.reset();
    return gzip;
  }

  private static boolean startsWithByteOrderMark(byte[] bytes) {
    return bytes.length >= BYTE_ORDER_MARK_LENGTH
        && (bytes[0] & 0xFF) == 0xEF
        && (bytes[1] & 0xFF) == 0xBB
        && (bytes[2] & 0xFF) == 0xBF;
  }

  private static String describe(Path path, byte[] bytes, int at) {
    int line = 1;
    for (int i = 0; i < at; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return "%s is not UTF-8: at byte offset %d (line %d), byte 0x%02X %s; %s"
        .formatted(path, at, line, bytes[at] & 0xFF, Utf8.reason(bytes, at), advice(bytes));
  }

  private static String advice(byte[] bytes) {
    int first = bytes[0] & 0xFF;
    int second = bytes.length > 1 ? bytes[1] & 0xFF : 0;
    if ((first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF)) {
      return "it looks like UTF-16: convert it with iconv -f UTF-16 -t UTF-8";
    }
    return "if it is in an older encoding, convert it, e.g. with iconv -f WINDOWS-1252 -t UTF-8";
  }
}
