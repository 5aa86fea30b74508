package dev.rnn4j.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Whether the JVM could read the arguments. In the locale C, or one that is not installed, it takes
 * every byte beyond ASCII for a question mark; the launcher sees to that, but nobody needs to use
 * it.
 */
final class Arguments {
  /** The arguments as bytes, where a system has it. */
  private static final Path TYPED = Path.of("/proc/self/cmdline");

  private Arguments() {}

  static boolean areGarbled(String[] args) {
    boolean ascii = System.getProperty("sun.jnu.encoding", "").matches("ANSI_X3.4-.*|US-ASCII");
    return ascii && isSuspicious(args) && isAnythingBeyondAscii();
  }

  private static boolean isSuspicious(String[] args) {
    return Arrays.stream(args).anyMatch(arg -> arg.contains("?") || arg.contains("\uFFFD"));
  }

  private static boolean isAnythingBeyondAscii() {
    try {
      for (byte b : Files.readAllBytes(TYPED)) {
        if (b < 0) {
          return true;
        }
      }
    } catch (IOException e) {
      // not on this system; then nobody knows
    }
    return false;
  }
}
