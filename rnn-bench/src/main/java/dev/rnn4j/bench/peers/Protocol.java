package dev.rnn4j.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the JVM of a rival answers to the campaign: lines of a key and a value, each marked, as
 * native libraries write to standard output what they like.
 */
final class Protocol {
  /** Before every answer. */
  static final String MARK = "@peer ";

  /** Nothing more follows. */
  static final String DONE = "done";

  /** The engine cannot do this case; a reason follows. */
  static final String SKIP = "skip";

  /** Something went wrong; a reason follows. */
  static final String FAILED = "failed";

  private Protocol() {}

  /** Makes one line of a text. */
  static String line(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /** What lies at the bottom of a failure. */
  static String reason(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.toString();
  }

  /** Writes floats for {@link #read}. */
  static void write(Path file, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }

  /** Reads floats. */
  static float[] read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
