package dev.rnn4j.cli.command;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.LongFunction;

/** A text of which only one line exists at a time, made when it is read. */
final class GeneratedLines extends InputStream {
  private final long count;
  private final LongFunction<String> line;
  private byte[] bytes = new byte[0];
  private int at;
  private long made;

  /**
   * A text.
   *
   * @param count of its lines
   * @param line makes the line of a number, from 1, with its end if it has any
   */
  GeneratedLines(long count, LongFunction<String> line) {
    this.count = count;
    this.line = line;
  }

  /** How many lines were made. */
  long made() {
    return made;
  }

  private boolean ended() {
    while (at == bytes.length && made < count) {
      bytes = line.apply(++made).getBytes(StandardCharsets.UTF_8);
      at = 0;
    }
    return at == bytes.length;
  }

  @Override
  public int read() {
    return ended() ? -1 : bytes[at++] & 0xff;
  }

  /** At most one line, as a pipe gives it. */
  @Override
  public int read(byte[] into, int from, int most) {
    Objects.checkFromIndexSize(from, most, into.length);
    if (most == 0) {
      return 0;
    }
    if (ended()) {
      return -1;
    }
    int n = Math.min(most, bytes.length - at);
    System.arraycopy(bytes, at, into, from, n);
    at += n;
    return n;
  }
}
