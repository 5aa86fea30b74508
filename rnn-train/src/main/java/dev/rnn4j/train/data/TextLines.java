package dev.rnn4j.train.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, as they arrive. A text is cut at {@code "\n"} and nowhere else: to a
 * character model a return is a character. See {@link TextInput#lines}.
 */
public final class TextLines implements Closeable {
  /** Bytes; a longer line is a mistake, or has no end. */
  static final int MAX_LENGTH = 1 << 23;

  private final String name;
  private final TextStream in;
  private final byte[] block = new byte[1 << 13];
  private int at;
  private int end;
  private byte[] line = new byte[1 << 10];
  private long lines;

  TextLines(String name, TextStream in) {
    this.name = name;
    this.in = in;
  }

  /**
   * The next line without its end; waits for it.
   *
   * @return the line, or null after the last; the first is never null
   * @throws CorpusException if the text cannot be read up to the end of this line, see {@link
   *     TextInput#read}, or the line is longer than 8 MB
   */
  public @Nullable String next() throws CorpusException {
    if (at == end && !fill()) {
      return null;
    }
    lines++;
    int length = 0;
    do {
      int from = at;
      while (at < end && block[at] != '\n') {
        at++;
      }
      length = append(from, length);
    } while (at == end && fill());
    at = Math.min(at + 1, end); // over the line end
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  private int append(int from, int length) throws CorpusException {
    int longer = length + at - from;
    if (longer > MAX_LENGTH) {
      throw new CorpusException(
          "%s has more than %d bytes in line %d; give it shorter lines"
              .formatted(name, MAX_LENGTH, lines));
    }
    if (longer > line.length) {
      line = Arrays.copyOf(line, Math.max(longer, Math.min(2 * line.length, MAX_LENGTH)));
    }
    System.arraycopy(block, from, line, length, at - from);
    return longer;
  }

  private boolean fill() throws CorpusException {
    at = 0;
    end = Math.max(in.read(block, 0, block.length), 0);
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
