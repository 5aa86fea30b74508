package dev.rnn4j.train.data;

import dev.rnn4j.core.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a text, each looked at before it is handed out: well-formed UTF-8 without a byte
 * order mark at the start, at least one character, and no binary data. Every reader of text reads
 * through this, wherever the text comes from, so all refuse the same texts with the same words:
 * after handing out what comes before, and without reading more than one block beyond it.
 */
final class TextStream extends InputStream {
  private static final int BYTE_ORDER_MARK_LENGTH = 3;

  /** NULs are characters like others, but where they are a quarter of a window, this is no text. */
  private static final int NUL_WINDOW = 4096;

  private static final int MIN_NULS = 16;

  private final String name;
  private final InputStream in;
  private final boolean choosable;
  private final byte[] block = new byte[1 << 16];

  /** Handed out up to here. */
  private int at;

  /** Looked at up to here; behind it may be the beginning of a character. */
  private int checked;

  private int end;

  /** Of {@code block[0]} in the text. */
  private long blockOffset;

  private long linesBefore;
  private int nuls;
  private long nulWindow;
  private boolean wide;
  private boolean ended;
  private @Nullable CorpusException problem;

  /**
   * Looks at a text.
   *
   * @param name what messages call it
   * @param in its bytes
   * @param choosable whether the user can choose another encoding
   */
  TextStream(String name, InputStream in, boolean choosable) {
    this.name = name;
    this.in = in;
    this.choosable = choosable;
  }

  /** Whether a character above U+00FF was among what has been read, which doubles a string. */
  boolean isWide() {
    return wide;
  }

  @Override
  public int read() throws CorpusException {
    return at < checked || fill() ? block[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws CorpusException {
    if (length == 0) {
      return 0;
    }
    if (at == checked && !fill()) {
      return -1;
    }
    int n = Math.min(length, checked - at);
    System.arraycopy(block, at, into, offset, n);
    at += n;
    return n;
  }

  /** Gets and checks more, as much as comes at once; false at the end. */
  private boolean fill() throws CorpusException {
    shift();
    while (at == checked) {
      if (problem != null) {
        throw problem;
      }
      if (ended) {
        return false;
      }
      int n = readMore();
      ended = n < 0;
      end += Math.max(n, 0);
      check();
      if (blockOffset == 0 && at == 0 && startsWithByteOrderMark()) {
        at = BYTE_ORDER_MARK_LENGTH;
      }
      if (ended) {
        requireText();
      }
    }
    return true;
  }

  /** Makes room: moves what is not yet checked to the start of the block. */
  private void shift() {
    for (int i = 0; i < checked; i++) {
      linesBefore += block[i] == '\n' ? 1 : 0;
    }
    blockOffset += checked;
    end -= checked;
    System.arraycopy(block, checked, block, 0, end);
    at = 0;
    checked = 0;
  }

  private int readMore() throws CorpusException {
    try {
      return in.read(block, end, block.length - end);
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private void check() {
    int wellFormed = Utf8.endOfWellFormed(block, checked, end);
    while (checked < wellFormed && problem == null) {
      if (block[checked] == 0) {
        countNul(blockOffset + checked);
      }
      wide |= isWide(block[checked]);
      checked++;
    }
    if (checked < end && problem == null && (ended || !mayBecomeText())) {
      problem = malformed();
    }
  }

  /**
   * Whether bytes that are not well-formed may become so when more follow; a single byte is never
   * judged.
   */
  private boolean mayBecomeText() {
    return blockOffset + end < 2 || Utf8.isCutOff(block, checked, end);
  }

  /** Whether a byte of well-formed text begins a character above U+00FF. */
  private static boolean isWide(byte b) {
    return (b & 0xFF) >= 0xC4;
  }

  private void countNul(long offset) {
    if (offset / NUL_WINDOW != nulWindow) {
      nulWindow = offset / NUL_WINDOW;
      nuls = 0;
    }
    nuls++;
    long bytes = offset - nulWindow * NUL_WINDOW + 1;
    if (nuls >= MIN_NULS && 4L * nuls >= bytes) {
      problem =
          new CorpusException(
              ("%s is not text: at byte offset %d, %d of the last %d bytes are NUL; give a text, and"
                      + " if this one is UTF-16, convert it, e.g. with iconv -f UTF-16LE -t UTF-8")
                  .formatted(name, offset, nuls, bytes));
    }
  }

  private boolean startsWithByteOrderMark() {
    return checked >= BYTE_ORDER_MARK_LENGTH
        && (block[0] & 0xFF) == 0xEF
        && (block[1] & 0xFF) == 0xBB
        && (block[2] & 0xFF) == 0xBF;
  }

  private void requireText() throws CorpusException {
    if (blockOffset == 0 && at == checked && problem == null) {
      throw new CorpusException(name + " is empty; give at least one character of text");
    }
  }

  private CorpusException malformed() {
    long line = linesBefore + 1;
    for (int i = 0; i < checked; i++) {
      line += block[i] == '\n' ? 1 : 0;
    }
    String reason = Utf8.reason(block, checked, end);
    return new CorpusException(
        "%s is not UTF-8: at byte offset %d (line %d), byte 0x%02X %s; %s"
            .formatted(name, blockOffset + checked, line, block[checked] & 0xFF, reason, advice()));
  }

  private String advice() {
    if (choosable) {
      return "name the encoding it is in, such as --encoding windows-1252";
    }
    int mark = end > 1 ? (block[0] & 0xFF) << Byte.SIZE | (block[1] & 0xFF) : 0;
    if (blockOffset == 0 && (mark == 0xFEFF || mark == 0xFFFE)) {
      return "it looks like UTF-16: convert it with iconv -f UTF-16 -t UTF-8";
    }
    return "if it is in an older encoding, convert it, e.g. with iconv -f WINDOWS-1252 -t UTF-8";
  }

  /** The message for a text that the system cannot read. */
  static CorpusException unreadable(String name, IOException e) {
    return new CorpusException(name + " cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
