package dev.rnn4j.train.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of a gzip file (RFC 1952) of any number of members, all of it or an error that says
 * where. The JDK's {@link java.util.zip.GZIPInputStream} takes a damaged header of a second member
 * for the end of the file, and what is no member for nothing; here both are damage. As gzip itself
 * does, it allows zeros after the last member, with which tapes and archives fill their blocks.
 */
final class GzipStream extends InputStream {
  static final int MAGIC_1 = 0x1F;
  static final int MAGIC_2 = 0x8B;

  private static final int DEFLATE = 8;
  private static final int HAS_HEADER_CHECKSUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED_FLAGS = 0xE0;
  private static final int MAX_NAME = 1 << 16;
  private static final int MAX_PADDING = 1 << 24;
  private static final String ADVICE = "fetch or copy it again";

  private final String name;
  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final CRC32 headerChecksum = new CRC32();
  private final byte[] block = new byte[1 << 16];
  private int at;
  private int end;

  /** Of {@code block[0]} in the file. */
  private long blockOffset;

  private int member;
  private long memberOffset;
  private boolean inMember;
  private boolean ended;

  /**
   * The content of a stream.
   *
   * @param name what messages call it
   * @param in begins with the magic number; closed with this
   */
  GzipStream(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (length > 0 && !ended) {
      if (!inMember) {
        ended = !nextMember();
        inMember = !ended;
      } else if (inflater.finished()) {
        endMember();
      } else {
        int n = inflate(into, offset, length);
        if (n > 0) {
          checksum.update(into, offset, n);
          return n;
        }
      }
    }
    return length == 0 ? 0 : -1;
  }

  private int inflate(byte[] into, int offset, int length) throws IOException {
    if (inflater.needsInput()) {
      if (at == end) {
        requireMore();
      }
      inflater.setInput(block, at, end - at);
    }
    try {
      int n = inflater.inflate(into, offset, length);
      at = end - inflater.getRemaining();
      return n;
    } catch (DataFormatException e) {
      at = end - inflater.getRemaining();
      throw damaged("the compressed data is not valid (" + e.getMessage() + ")");
    }
  }

  /** Reads the header of the next member; false if there is none. */
  private boolean nextMember() throws IOException {
    if (member > 0 && !skipPadding()) {
      return false;
    }
    member++;
    memberOffset = blockOffset + at;
    headerChecksum.reset();
    if (header() != MAGIC_1 || header() != MAGIC_2) {
      throw damaged("what follows there is not gzip");
    }
    if (header() != DEFLATE) {
      throw damaged("the header names an unknown method of compression");
    }
    int flags = header();
    if ((flags & RESERVED_FLAGS) != 0) {
      throw damaged("the header has flags that gzip does not know");
    }
    skip(6); // time, level, system
    if ((flags & HAS_EXTRA) != 0) {
      skip(header() | header() << 8);
    }
    if ((flags & HAS_NAME) != 0) {
      skipName();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipName();
    }
    if ((flags & HAS_HEADER_CHECKSUM) != 0) {
      int computed = (int) headerChecksum.getValue() & 0xFFFF;
      if ((header() | header() << 8) != computed) {
        throw damaged("the checksum of the header is wrong");
      }
    }
    return true;
  }

  /** Skips zeros between a member and the end; false if nothing else follows. */
  private boolean skipPadding() throws IOException {
    int padding = 0;
    while (at < end || fill()) {
      if (block[at] != 0 && padding == 0) {
        return true;
      }
      if (block[at] != 0 || ++padding > MAX_PADDING) {
        memberOffset = blockOffset + at;
        throw damaged("what follows the zeros after this member is not its padding");
      }
      at++;
    }
    return false;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      header();
    }
  }

  private void skipName() throws IOException {
    int length = 0;
    while (header() != 0) {
      if (++length > MAX_NAME) {
        throw damaged("the header has a name or comment of more than " + MAX_NAME + " bytes");
      }
    }
  }

  private void endMember() throws IOException {
    if (little() != checksum.getValue()) {
      throw damaged("the checksum does not fit the content");
    }
    if (little() != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw damaged("the length does not fit the content");
    }
    inflater.reset();
    checksum.reset();
    inMember = false;
  }

  private long little() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= (long) next() << shift;
    }
    return value;
  }

  private int header() throws IOException {
    int b = next();
    headerChecksum.update(b);
    return b;
  }

  private int next() throws IOException {
    if (at == end) {
      requireMore();
    }
    return block[at++] & 0xFF;
  }

  private void requireMore() throws IOException {
    if (!fill()) {
      throw new CorpusException(
          "%s is truncated: its gzip data stops at byte offset %d, within member %d; %s"
              .formatted(name, blockOffset, member, ADVICE));
    }
  }

  private boolean fill() throws IOException {
    blockOffset += end;
    at = 0;
    end = 0;
    int n = in.read(block);
    end = Math.max(n, 0);
    return n > 0;
  }

  /** Of the header, where it begins; of the data, where reading has come to. */
  private CorpusException damaged(String how) {
    return new CorpusException(
        "%s is damaged: at byte offset %d, in gzip member %d, %s; %s"
            .formatted(name, inMember ? blockOffset + at : memberOffset, member, how, ADVICE));
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
