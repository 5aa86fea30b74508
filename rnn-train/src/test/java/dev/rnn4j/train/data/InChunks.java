package dev.rnn4j.train.data;

import java.io.InputStream;

/** Gives some bytes a few at a time, as a pipe may, or again and again without an end. */
final class InChunks extends InputStream {
  private final byte[] bytes;
  private final int chunk;
  private long given;

  /**
   * A stream.
   *
   * @param chunk the most to give at once; negative to begin again at the end
   */
  InChunks(byte[] bytes, int chunk) {
    this.bytes = bytes;
    this.chunk = chunk;
  }

  /** How many bytes have been given. */
  long given() {
    return given;
  }

  @Override
  public int read() {
    if (chunk > 0 && given == bytes.length) {
      return -1;
    }
    return bytes[(int) (given++ % bytes.length)] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int most = chunk > 0 ? Math.min(chunk, length) : length;
    for (int n = 0; n < most; n++) {
      int b = read();
      if (b < 0) {
        return n == 0 ? -1 : n;
      }
      into[offset + n] = (byte) b;
    }
    return most;
  }
}
