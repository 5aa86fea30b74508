package dev.rnn4j.cli.io;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** Writes vectors as lines of numbers between commas. */
public final class CsvWriter implements VectorRows {
  private final Writer writer;

  /** Into a channel, which stays open. */
  public CsvWriter(WritableByteChannel channel) {
    writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.US_ASCII));
  }

  /** The shortest decimals that are read back as the same floats. */
  public static String line(float[] vector) {
    StringBuilder line = new StringBuilder();
    for (int j = 0; j < vector.length; j++) {
      line.append(j == 0 ? "" : ",").append(vector[j]);
    }
    return line.toString();
  }

  @Override
  public void write(float[] row) throws IOException {
    writer.write(line(row) + "\n");
  }

  @Override
  public void close() throws IOException {
    writer.flush();
  }
}
