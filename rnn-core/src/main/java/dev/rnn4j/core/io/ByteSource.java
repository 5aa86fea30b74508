package dev.rnn4j.core.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a file come from; they can be read at any position, as those of a channel. */
interface ByteSource extends Closeable {
  /** What {@link #size} gives when only the content says where it ends. */
  long UNKNOWN = Long.MAX_VALUE;

  /** How many bytes there are, or {@link #UNKNOWN}. */
  long size() throws IOException;

  /** Reads at least one byte into a buffer that has room; -1 if there is none at the position. */
  int read(ByteBuffer into, long position) throws IOException;
}
