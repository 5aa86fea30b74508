package dev.rnn4j.bench;

import java.io.IOException;

/** What {@code rnn bench} can do. */
interface BenchCommand {
  /**
   * Checks the options, does it and reports.
   *
   * @return whether everything could be measured, read and written
   * @throws IOException if standard output cannot be written
   * @throws picocli.CommandLine.ParameterException if the options make no sense
   */
  boolean run() throws IOException;
}
