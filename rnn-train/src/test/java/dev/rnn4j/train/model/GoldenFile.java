package dev.rnn4j.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a training, as lines of words and numbers, and the same as it once was written down:
 * {@code golden/NAME.txt} among the resources of the tests. Where they differ, what came now is
 * left in {@code target/golden}: if a change was meant to have that effect, copy it to {@code
 * src/test/resources/dev/rnn4j/train/model/golden} and say why in the commit.
 */
final class GoldenFile {
  private static final Path NOW =
      Path.of(System.getProperty("dev.rnn4j.build.folder", "target"), "golden");

  private static final double SCALAR_SHARE = 1e-5;
  private static final double SHARE = 1e-3;

  private final List<String> lines = new ArrayList<>();

  /** Trains for some steps, and keeps the losses and what became of each parameter. */
  Parameters train(ExampleTask<?> task, int epochs, double rate) {
    try (Workers workers = new Workers(1)) {
      TrainingOptions options = TrainingOptions.of(epochs, Optimization.adam(rate));
      Trainer trainer = new Trainer(task, options, workers);
      trainer.run(
          new ProgressListener() {
            @Override
            public void onStep(StepReport report) {
              add("loss", report.loss(), "norm", report.gradientNorm());
            }
          });
      Parameters parameters = trainer.bestParameters();
      parameters.layout().entries().forEach(entry -> add(parameters, entry));
      return parameters;
    }
  }

  /** The sum and the sum of squares, so that no value changes unnoticed. */
  private void add(Parameters parameters, ParameterLayout.Entry entry) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < entry.size(); i++) {
      double value = parameters.values()[entry.offset() + i];
      sum += value;
      squares += value * value;
    }
    add("parameter", entry.name(), sum, squares);
  }

  /** Adds a line of a word and what it is about. */
  void add(String word, Object... values) {
    StringBuilder line = new StringBuilder(word);
    for (Object value : values) {
      line.append(' ').append(value);
    }
    lines.add(line.toString());
  }

  /**
   * The losses, the parameters' checksums and predictions must be those written down.
   *
   * @param scalar whether they are of the scalar kernels: two platforms may round exp and tanh
   *     differently in a last place; other kernels round every sum in another way
   */
  void requireEqual(String name, boolean scalar) throws IOException {
    Path now = Files.createDirectories(NOW).resolve(name + (scalar ? ".txt" : ".other.txt"));
    Files.write(now, lines);
    List<String> expected = read("golden/" + name + ".txt");
    double share = scalar ? SCALAR_SHARE : SHARE;
    String advice = ", see " + now.toAbsolutePath() + " and GoldenFile";
    for (int i = 0; i < Math.min(lines.size(), expected.size()); i++) {
      requireEqual(expected.get(i), lines.get(i), share, "line " + (i + 1) + advice);
    }
    assertEquals(expected.size(), lines.size(), "lines" + advice);
    Files.delete(now);
  }

  private static List<String> read(String resource) throws IOException {
    try (InputStream in = GoldenFile.class.getResourceAsStream(resource)) {
      return in == null
          ? List.of()
          : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Word by word; numbers within a share of what is larger, their size or 1. */
  private static void requireEqual(String expected, String actual, double share, String where) {
    String[] wanted = expected.split(" ", -1);
    String[] found = actual.split(" ", -1);
    assertEquals(wanted.length, found.length, where + ": " + actual);
    for (int i = 0; i < wanted.length; i++) {
      if (isNumber(wanted[i]) && isNumber(found[i])) {
        double number = Double.parseDouble(wanted[i]);
        double tolerance = share * Math.max(1, Math.abs(number));
        assertEquals(number, Double.parseDouble(found[i]), tolerance, where + ": " + expected);
      } else {
        assertEquals(wanted[i], found[i], where + ": " + expected);
      }
    }
  }

  private static boolean isNumber(String word) {
    return word.matches("-?[0-9.]+(E-?[0-9]+)?");
  }
}
