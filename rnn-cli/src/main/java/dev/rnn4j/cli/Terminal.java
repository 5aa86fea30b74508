package dev.rnn4j.cli;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Whether there is one, and what it reads and writes. */
final class Terminal {
  private Terminal() {}

  /** Whether a person is watching: both standard input and output are a terminal. */
  static boolean isPresent() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /**
   * Files and pipes are UTF-8, whatever the locale. So is a terminal that claims to know ASCII only:
   * that is what an unset locale says.
   */
  static Charset charset() {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return StandardCharsets.UTF_8;
    }
    Charset charset = console.charset();
    return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
  }
}
