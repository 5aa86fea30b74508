package dev.rnn4j.core.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** An open file. An interrupt ends reading it with an {@link InterruptedIOException}. */
record FileSource(Path file, FileChannel channel) implements ByteSource {
  @Override
  public long size() throws IOException {
    try {
      return channel.size();
    } catch (ClosedByInterruptException e) {
      throw interrupted(file + ": the thread was interrupted while reading it", e);
    }
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    try {
      return channel.read(into, position);
    } catch (ClosedByInterruptException e) {
      throw interrupted(file + ": the thread was interrupted while reading it", e);
    }
  }

  /** What an interrupted thread gets; it stays interrupted. */
  static InterruptedIOException interrupted(String message, ClosedByInterruptException cause) {
    InterruptedIOException thrown = new InterruptedIOException(message);
    thrown.initCause(cause);
    return thrown;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
