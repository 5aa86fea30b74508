package dev.rnn4j.cli.report.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Charts as SVG files. */
public final class Picture {
  private static final String BEGIN = "<!-- rnn4j -->\n";

  private Picture() {}

  /** Replaces or creates a file as a whole. */
  public static void write(LineChart chart, Path file) throws IOException {
    Page.write(file, BEGIN + chart.svg());
  }

  /** Whether a file is not there, or was written here. */
  public static boolean mayReplace(Path file) throws IOException {
    return !Files.exists(file) || (Files.isRegularFile(file) && Page.begins(file, BEGIN));
  }
}
