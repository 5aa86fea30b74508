package dev.rnn4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.testkit.SharedData;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Programs that a page of documentation shows, compiled and run as a reader would. */
final class PageProgram {
  private PageProgram() {}

  /**
   * Finds what a pattern takes from a page.
   *
   * @param page its path from the root of the repository
   * @param pattern of the blocks
   * @return all of them
   */
  static List<MatchResult> blocks(String page, Pattern pattern) throws IOException {
    String text = Files.readString(SharedData.repositoryRoot().resolve(page));
    return pattern.matcher(text).results().toList();
  }

  /**
   * Runs lines with nothing but rnn-core beside them.
   *
   * @param folder where they run
   * @param lines the body of a main method
   * @return what they print
   */
  static String run(Path folder, String lines) throws Exception {
    Files.writeString(folder.resolve("Example.java"), program(lines));
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                pathOf(LanguageModel.class),
                "Example.java")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(java.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, java.waitFor(), output);
    return output;
  }

  private static String program(String lines) {
    return """
    import dev.rnn4j.core.io.*;
    import dev.rnn4j.core.model.*;
    import dev.rnn4j.core.random.*;
    import dev.rnn4j.core.text.*;
    import java.nio.file.Path;
    import java.util.*;
    public class Example {
      public static void main(String[] args) throws Exception {
    """
        + lines
        + "}}";
  }

  private static String pathOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
