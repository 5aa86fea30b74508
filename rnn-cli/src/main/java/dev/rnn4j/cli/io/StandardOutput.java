package dev.rnn4j.cli.io;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where results go. Remembers why they could not be written, which a {@link java.io.PrintWriter}
 * keeps to itself.
 */
public final class StandardOutput extends FilterOutputStream {
  private volatile @Nullable IOException failure;

  public StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Why results are lost; empty if none are, or only because their reader has left. */
  public Optional<String> loss() {
    IOException e = failure;
    return e == null || isClosedPipe(e)
        ? Optional.empty()
        : Optional.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  private static boolean isClosedPipe(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.equals("Broken pipe") || message.equals(wordsForClosedPipe());
  }

  /** What this system says of a pipe that nobody reads, in the user's language. */
  private static String wordsForClosedPipe() {
    try {
      Pipe pipe = Pipe.open();
      pipe.source().close();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        sink.write(ByteBuffer.allocate(1));
      }
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
