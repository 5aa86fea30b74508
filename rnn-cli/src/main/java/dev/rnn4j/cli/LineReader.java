package dev.rnn4j.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Cuts a text at {@code "\n"} and nowhere else: to a character model a return is a character. */
final class LineReader implements AutoCloseable {
  private final InputStream in;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private long lineStart;

  private LineReader(InputStream in) {
    this.in = in;
  }

  static LineReader of(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads lines as they come; what is not UTF-8 is refused. */
  static LineReader ofUtf8(InputStream in) {
    return new LineReader(new BufferedInputStream(in));
  }

  /** The next line without its end; null after the last. */
  @Nullable String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    while (b >= 0 && b != '\n') {
      line.write(b);
      b = in.read();
    }
    String text = decode(line.toByteArray());
    lineStart += line.size() + 1L;
    return text;
  }

  private String decode(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    CharBuffer to = CharBuffer.allocate(bytes.length);
    decoder.reset();
    if (decoder.decode(from, to, true).isError()) {
      throw new CliException(
          "standard input is not UTF-8 text: malformed at byte offset "
              + (lineStart + from.position()));
    }
    return to.flip().toString();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
