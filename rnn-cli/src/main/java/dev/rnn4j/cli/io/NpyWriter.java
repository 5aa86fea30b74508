package dev.rnn4j.cli.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes a matrix as NumPy's {@code .npy}, version 1.0: 32-bit floats, least significant byte
 * first, row by row. How many rows there are stands before them and is known after them: closing
 * writes it, into a header of fixed length.
 */
public final class NpyWriter implements VectorRows {
  /** A multiple of 64, with room for any number of rows. */
  private static final int HEADER = 128;

  private static final int PREFIX = 10; // the magic number, the version, the length of the rest
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final int columns;
  private final ByteBuffer buffer;
  private long rows;

  /**
   * Begins a matrix.
   *
   * @param channel an empty file, which stays open
   * @param columns of every row
   */
  public NpyWriter(FileChannel channel, int columns) throws IOException {
    this.channel = channel;
    this.columns = columns;
    int capacity = Math.max(BUFFER, columns * Float.BYTES);
    buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(HEADER);
  }

  @Override
  public void write(float[] row) throws IOException {
    if (row.length != columns) {
      throw new IllegalArgumentException(
          "a row has " + row.length + " numbers, but the matrix " + columns + " columns");
    }
    if (buffer.remaining() < columns * Float.BYTES) {
      flush();
    }
    for (float value : row) {
      buffer.putFloat(value);
    }
    rows++;
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    flush();
    ByteBuffer header = header(rows, columns);
    for (long at = 0; header.hasRemaining(); ) {
      at += channel.write(header, at);
    }
  }

  private static ByteBuffer header(long rows, int columns) {
    String text =
        Text.format("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", rows, columns);
    String padded = text + " ".repeat(HEADER - PREFIX - 1 - text.length()) + "\n";
    return ByteBuffer.allocate(HEADER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) (HEADER - PREFIX))
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .flip();
  }
}
