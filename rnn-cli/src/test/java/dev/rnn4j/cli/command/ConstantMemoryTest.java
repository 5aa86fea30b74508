package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.testkit.AllocationMeter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that use a model on a text take no more memory for ten times as many lines: what is
 * reachable is measured from within the text, which is made as it is read.
 */
class ConstantMemoryTest {
  private static final int MANY = 10_000;

  /** The heap is measured after a tenth of the lines, and at the ends of three equal spans. */
  private static final int FIRST = MANY / 10;

  private static final int SPAN = 3 * MANY / 10;

  /** Bytes; less than anything takes that is kept of each line. */
  private static final long SLACK = 16L * SPAN;

  @TempDir private static Path folder;
  private static Path language;
  private static Path tagger;
  private static Path classifier;
  private static Path translator;
  private static Path answerer;
  private static Path forecaster;

  @BeforeAll
  static void train() throws IOException {
    Path text = Cli.text(folder.resolve("text.txt"), 60, 1);
    language = folder.resolve("language.safetensors");
    Cli.run(Cli.tiny(text, language, "--level", "word", "--epochs", 1)).succeeded();
    String sentences = "the\tO\nfox\tB-A\n\nsees\tO\nthe\tO\ndog\tB-A\n\n".repeat(20);
    tagger = trained("tag", sentences, "--char-width", 4, "--char-embedding", 3, "--crf");
    classifier = trained("classify", "label\ttext\n" + numbered("A\tthe fox %d\nB\tthe dog %d\n"));
    translator = trained("seq2seq", numbered("the fox %d\tden fuchs\n"));
    answerer = trained("answer", "the fox is in\twho?\tfox\nthe dog is in\twho?\tdog\n".repeat(40));
    String table = "load\n" + "1\n2\n3\n4\n".repeat(60);
    forecaster = trained("forecast", table, "--target", "load", "--window", 8, "--horizon", 2);
  }

  private static String numbered(String lines) {
    return IntStream.range(0, 60)
        .mapToObj(i -> lines.replace("%d", "" + i))
        .collect(Collectors.joining());
  }

  private static Path trained(String task, String data, Object... more) throws IOException {
    String suffix = task.equals("forecast") ? ".csv" : ".tsv";
    Path file = Files.writeString(folder.resolve(task + suffix), data);
    Path model = folder.resolve(task + ".safetensors");
    Object[] usual = {
      "train",
      "--task",
      task,
      "--train",
      file,
      "--out",
      model,
      "--hidden",
      4,
      "--epochs",
      1,
      "--threads",
      1
    };
    Cli.run(Cli.concat(usual, more)).succeeded();
    return model;
  }

  private static String words(long n) {
    return "the fox sees the dog ".repeat((int) (n % 4)) + "and w" + n % 1000 + "\n";
  }

  @Test
  void scoring() {
    requireConstant(ConstantMemoryTest::words, MANY, "score", "--model", language);
  }

  @Test
  void tagging() {
    requireConstant(ConstantMemoryTest::words, -1, "tag", "--model", tagger);
  }

  @Test
  void taggingASentenceOverManyLines() {
    requireConstant(
        n -> "w" + n % 1000 + "\tO\n" + (n % 9 == 0 ? "\n" : ""),
        -1,
        "tag",
        "--model",
        tagger,
        "--format",
        "tsv");
  }

  @Test
  void classifying() {
    requireConstant(ConstantMemoryTest::words, MANY, "classify", "--model", classifier);
  }

  @Test
  void classifyingRowsOfATable() {
    requireConstant(
        n -> n == 1 ? "id,text\n" : n + ",\"the fox, \nthe dog, w" + n % 1000 + "\"\n",
        MANY - 1,
        "classify",
        "--model",
        classifier,
        "--format",
        "csv",
        "--text-column",
        "text");
  }

  @Test
  void translating() {
    requireConstant(
        ConstantMemoryTest::words, MANY, "translate", "--model", translator, "--beam", 2);
  }

  @Test
  void answering() {
    requireConstant(
        n -> "the fox is in and w" + n % 1000 + " is out\twho?\n", MANY, "answer", "-m", answerer);
  }

  @Test
  void embeddingToStandardOutput() {
    requireConstant(ConstantMemoryTest::words, MANY, "embed", "--model", classifier);
  }

  @Test
  void embeddingToAFile() throws IOException {
    Path file = folder.resolve("vectors.npy");
    requireConstant(ConstantMemoryTest::words, 0, "embed", "--model", language, "--out", file);
    assertTrue(Files.size(file) > MANY * 12L * Float.BYTES);
  }

  @Test
  void findingNeighbours() throws IOException {
    Path queries = Files.writeString(folder.resolve("few.txt"), "the fox\nthe dog\n");
    requireConstant(
        ConstantMemoryTest::words, 10, "embed", "--model", language, "--queries", queries);
  }

  @Test
  void forecasting() {
    requireConstant(ConstantMemoryTest::row, 3, "forecast", "--model", forecaster);
  }

  @Test
  void findingAnomalies() {
    requireConstant(
        ConstantMemoryTest::row, MANY, "forecast", "--model", forecaster, "--anomalies");
  }

  private static String row(long n) {
    return n == 1 ? "load,other\n" : n % 4 + "," + n + "\n";
  }

  /**
   * Runs a command on many lines. A buffer may be made or grow late, on a thread that had nothing
   * to do before; what is kept of lines grows in every span.
   *
   * @param printed lines expected of it; -1 for more than there were
   */
  private static void requireConstant(LongFunction<String> line, int printed, Object... args) {
    List<Long> heap = new ArrayList<>();
    GeneratedLines input =
        new GeneratedLines(
            MANY,
            n -> {
              if (n >= FIRST && (n - FIRST) % SPAN == 0) {
                heap.add(AllocationMeter.retainedHeap());
              }
              return line.apply(n);
            });
    LineCounter out = new LineCounter();
    StringWriter err = new StringWriter();
    int exitCode = execute(input, out, err, Cli.concat(args, "--data", "-", "--threads", 2));
    assertEquals(0, exitCode, err.toString());
    assertEquals(MANY, input.made());
    assertTrue(printed < 0 ? out.lines > MANY : out.lines == printed, "printed " + out.lines);
    assertEquals(4, heap.size());
    long growth =
        IntStream.range(1, heap.size())
            .mapToLong(i -> heap.get(i) - heap.get(i - 1))
            .min()
            .orElse(0);
    assertTrue(growth < SLACK, () -> "reachable bytes: " + heap);
  }

  @Test
  void aLineWithoutEndIsOneSentenceAndWhatStoodBeforeIsAnswered() {
    Object[][] commands = {
      {"score", "-m", language},
      {"tag", "-m", tagger},
      {"classify", "-m", classifier},
      {"translate", "-m", translator},
      {"embed", "-m", classifier},
      {"forecast", "-m", forecaster, "--anomalies"}
    };
    for (Object[] command : commands) {
      boolean table = command[0].equals("forecast");
      String first = table ? "load\n3\n" : "the fox\nthe dog\n";
      String endless = "fox".repeat(10_000);
      GeneratedLines input = new GeneratedLines(2_000, n -> n == 1 ? first : endless);
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      assertEquals(1, execute(input, out, err, command), err.toString());
      assertTrue(out.toString().lines().count() >= 2, out.toString());
      assertEquals(
          "rnn %s: standard input has more than 8388608 bytes in line 3; give it shorter lines\n"
              .formatted(command[0]),
          err.toString());
    }
  }

  @Test
  void aSentenceWithoutEndIsOneSentence() {
    for (String line : List.of("fox\tB-A\n", "fox".repeat(3_000) + "\tO\n")) {
      GeneratedLines input = new GeneratedLines(100_000, n -> n == 3 ? "\n" : line);
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      assertEquals(1, execute(input, out, err, "tag", "-m", tagger, "--format", "tsv"));
      assertEquals(3, out.toString().lines().count());
      assertEquals(1, err.toString().lines().count(), err.toString());
      assertTrue(err.toString().contains("put an empty line between sentences"), err.toString());
      assertTrue(input.made() < 60_000, "read " + input.made());
    }
  }

  private static int execute(InputStream in, Writer out, Writer err, Object... args) {
    String[] strings = Cli.strings(args);
    return Main.commandLine(new StopSignal(), in, strings)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(strings);
  }

  /** Keeps nothing of what it is given. */
  private static final class LineCounter extends Writer {
    private int lines;

    @Override
    public void write(char[] text, int from, int count) {
      for (int i = from; i < from + count; i++) {
        lines += text[i] == '\n' ? 1 : 0;
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
