package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.cli.io.StopSignal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Runs commands inside this process and keeps what they print. */
public final class Cli {
  /**
   * What a command did.
   *
   * @param exitCode as the process would end with
   * @param out standard output
   * @param err standard error
   */
  public record Result(int exitCode, String out, String err) {
    public Result succeeded() {
      assertEquals(0, exitCode, err);
      return this;
    }

    /** Asserts a failure of one line and returns that line. */
    public String failed(int expectedCode) {
      assertEquals(expectedCode, exitCode, err);
      assertEquals("", out);
      assertEquals(1, err.lines().count(), err);
      return err.strip();
    }
  }

  private Cli() {}

  public static Result run(Object... args) {
    return runWithInput(new byte[0], args);
  }

  public static Result runWithInput(String input, Object... args) {
    return runWithInput(input.getBytes(StandardCharsets.UTF_8), args);
  }

  public static Result runWithInput(byte[] input, Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine(new StopSignal(), new ByteArrayInputStream(input))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(strings(args));
    return new Result(exitCode, out.toString(), err.toString());
  }

  public static String[] strings(Object... args) {
    List<String> strings = new ArrayList<>();
    for (Object arg : args) {
      strings.add(arg.toString());
    }
    return strings.toArray(new String[0]);
  }

  /** Writes lines of words with some structure to learn; always the same for a seed. */
  public static Path text(Path file, int lines, long seed) throws IOException {
    String[] nouns = {"fox", "dog", "cat", "bird"};
    String[] verbs = {"sees", "hears", "follows"};
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      text.append("the ").append(nouns[random.nextInt(nouns.length)]);
      text.append(' ').append(verbs[random.nextInt(verbs.length)]);
      text.append(" the ").append(nouns[random.nextInt(nouns.length)]).append('\n');
    }
    return Files.writeString(file, text);
  }

  /** Options of a training that takes a moment. */
  public static Object[] tiny(Path train, Path model, Object... more) {
    Object[] one = {"--threads", 1};
    return concat(concat(tinyOnAllThreads(train, model), one), more);
  }

  public static Object[] tinyOnAllThreads(Path train, Path model, Object... more) {
    Object[] args = {
      "train", "--train", train, "--out", model, "--hidden", 12, "--batch", 4, "--bptt", 10
    };
    return concat(args, more);
  }

  public static Object[] concat(Object[] args, Object... more) {
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }
}
