package dev.rnn4j.core.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How much of the heap a file may take. Asked before allocating, so that a large or hostile file
 * costs a sentence and not an {@code OutOfMemoryError}.
 */
final class Memory {
  private Memory() {}

  /** Fails if an estimate, and an eighth of the heap for everything else, is more than there is. */
  static void require(Path file, String what, long bytes) throws IOException {
    long max = Runtime.getRuntime().maxMemory();
    if (bytes > max - max / 8) {
      throw new IOException(
          file
              + ": "
              + what
              + " needs about "
              + megabytes(bytes)
              + " MB of memory, Java may use "
              + megabytes(max)
              + " MB; allow more with the option -Xmx of Java");
    }
  }

  private static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
