package dev.rnn4j.train.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The bytes of a text in another encoding, as UTF-8. What is not of that encoding is refused. */
final class DecodedStream extends InputStream {
  private static final int BLOCK = 1 << 13;

  private final String name;
  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK).flip();
  private final CharBuffer chars = CharBuffer.allocate(2 * BLOCK);
  private byte[] utf8 = new byte[0];
  private int at;

  /** Of the first byte of {@link #bytes} in the text. */
  private long offset;

  private long line = 1;
  private boolean ended;

  DecodedStream(String name, InputStream in, Charset charset) {
    this.name = name;
    this.in = in;
    decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    return fill() ? utf8[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, utf8.length - at);
    System.arraycopy(utf8, at, into, from, n);
    at += n;
    return n;
  }

  /** Decodes more if nothing is left; false at the end. */
  private boolean fill() throws IOException {
    while (at == utf8.length && !ended) {
      bytes.compact();
      int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
      ended = n < 0;
      bytes.position(bytes.position() + Math.max(n, 0)).flip();
      CoderResult result = decoder.decode(bytes, chars, ended);
      offset += bytes.position();
      encode();
      if (result.isError()) {
        throw notOfTheEncoding();
      }
    }
    return at < utf8.length;
  }

  /** Half of a surrogate pair waits for the other one. */
  private void encode() {
    chars.flip();
    boolean half =
        chars.hasRemaining() && !ended && Character.isHighSurrogate(chars.get(chars.limit() - 1));
    String text = chars.subSequence(0, chars.remaining() - (half ? 1 : 0)).toString();
    chars.position(text.length());
    chars.compact();
    line += text.chars().filter(c -> c == '\n').count();
    utf8 = text.getBytes(StandardCharsets.UTF_8);
    at = 0;
  }

  private CorpusException notOfTheEncoding() {
    return new CorpusException(
        "%s is not %s: at byte offset %d (line %d), byte 0x%02X is none of its characters; name the encoding it is in"
            .formatted(name, decoder.charset(), offset, line, bytes.get(bytes.position()) & 0xFF));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
