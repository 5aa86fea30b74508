package dev.rnn4j.cli.io;

import java.io.Closeable;
import java.io.IOException;

/** Where vectors are written, one after the other. Closing completes what was written. */
public interface VectorRows extends Closeable {
  void write(float[] row) throws IOException;
}
