package dev.rnn4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Cuts a text at {@code "\n"} and nowhere else: to a character model a return is a character. */
final class LineReader implements AutoCloseable {
  private final Reader reader;

  LineReader(Reader reader) {
    this.reader = reader;
  }

  /** Reads lines as they come; what is not UTF-8 is refused. */
  static LineReader ofUtf8(InputStream in) {
    return new LineReader(
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())));
  }

  /** The next line without its end; null after the last. */
  @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      line.append((char) c);
      c = read();
    }
    return line.toString();
  }

  private int read() throws IOException {
    try {
      return reader.read();
    } catch (CharacterCodingException e) {
      throw new CliException("standard input is not UTF-8 text", e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
