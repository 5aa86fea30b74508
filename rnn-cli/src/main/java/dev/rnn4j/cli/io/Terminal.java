package dev.rnn4j.cli.io;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether there is one, and what it reads and writes. */
public final class Terminal {
  private Terminal() {}

  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /** Whether a person is watching: both standard input and output are a terminal. */
  public static boolean isPresent() {
    return console().isPresent();
  }

  /**
   * Whether results are shown by a terminal, wherever input comes from. The JDK knows only both
   * together; where it does not say so, Linux may.
   */
  public static boolean isOutput() {
    return isPresent() || isTerminal(Path.of("/proc/self/fd/1"));
  }

  private static boolean isTerminal(Path link) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Files and pipes are UTF-8, whatever the locale. So is a terminal that claims to know ASCII
   * only: that is what an unset locale says.
   */
  public static Charset charset() {
    return console()
        .map(Console::charset)
        .filter(charset -> !charset.equals(StandardCharsets.US_ASCII))
        .orElse(StandardCharsets.UTF_8);
  }
}
