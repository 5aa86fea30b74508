package dev.rnn4j.cli.io;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The terminal on standard error, where progress goes: Java knows of standard input and output
 * only, and of no width, so a shell is asked.
 */
public final class ProgressTerminal {
  private static final int USUAL = 80;
  private static final long LIFETIME = 5_000_000_000L;

  /** Prints "rows columns", or fails if standard error is no terminal. */
  private static final String QUESTION = "[ -t 2 ] && stty size <&2 2>/dev/null";

  private ProgressTerminal() {}

  /** Its columns; empty if there is none. */
  public static OptionalInt columns() {
    try {
      Process shell = new ProcessBuilder("sh", "-c", QUESTION).redirectError(error()).start();
      shell.getOutputStream().close();
      try (InputStream out = shell.getInputStream()) {
        String answer = new String(out.readAllBytes(), StandardCharsets.US_ASCII);
        boolean known = shell.waitFor(1, TimeUnit.SECONDS) && !answer.isBlank();
        return known ? OptionalInt.of(columns(answer, System.getenv("COLUMNS"))) : none();
      }
    } catch (IOException e) {
      return Terminal.isPresent() ? OptionalInt.of(USUAL) : none(); // a system without a shell
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return none();
    }
  }

  /** The real standard error; appended to, as it may be a file by now. */
  private static Redirect error() {
    String number = System.getProperty(StandardError.PROPERTY);
    return number == null ? Redirect.INHERIT : Redirect.appendTo(new File("/dev/fd/" + number));
  }

  private static OptionalInt none() {
    return OptionalInt.empty();
  }

  /** Of what the shell says, or the environment, or as many as most have. */
  public static int columns(String size, @Nullable String environment) {
    String[] parts = size.strip().split(" ", -1);
    for (@Nullable String candidate :
        new @Nullable String[] {environment, parts[parts.length - 1]}) {
      if (candidate != null && candidate.matches("[1-9][0-9]{0,4}")) {
        return Integer.parseInt(candidate);
      }
    }
    return USUAL;
  }

  /** The columns now, asked for again every few seconds, because windows are resized. */
  public static IntSupplier followed(int first, LongSupplier clock) {
    return new IntSupplier() {
      private int columns = first;
      private long asked = clock.getAsLong();

      @Override
      public int getAsInt() {
        long now = clock.getAsLong();
        if (now - asked > LIFETIME) {
          columns = ProgressTerminal.columns().orElse(columns);
          asked = now;
        }
        return columns;
      }
    };
  }
}
