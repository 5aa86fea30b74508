package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.text.TextEncoder;
import dev.rnn4j.core.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many lines on many threads are scored as they would be one by one. */
class ScoreCommandTest {
  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    Path text = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
    Cli.run(Cli.tiny(text, model, "--epochs", 1)).succeeded();
  }

  private static List<String> lines() {
    List<String> words = List.of("the", "fox", "sees", "dog", "", "a");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = 0; n < i * 31 % 17; n++) {
        line.append(words.get((i + n * 5) % words.size())).append(' ');
      }
      lines.add(line.toString());
    }
    return lines;
  }

  @Test
  void anyNumberOfThreadsPrintsWhatASessionFinds() throws IOException {
    LanguageModel loaded = LanguageModelFile.load(model);
    LanguageModelSession session = loaded.newSession();
    StringBuilder expected = new StringBuilder();
    for (String line : lines()) {
      double[] scores =
          session.score(new TextEncoder(loaded.vocabulary()).encode(line + "\n").ids());
      double sum = Arrays.stream(scores).reduce(0, Double::sum);
      expected.append(
          String.format(
              Locale.ROOT, "%.4f\t%.2f\t%s%n", sum, Math.exp(-sum / scores.length), line));
    }
    String input = String.join("\n", lines()) + "\n";
    for (int threads = 1; threads <= 3; threads++) {
      Cli.Result result =
          Cli.runWithInput(input, "score", "-m", model, "--threads", threads).succeeded();
      assertEquals(expected.toString(), result.out());
      assertTrue(result.err().startsWith("700 lines, "), result.err());
    }
  }

  @Test
  void linesAreNumberedInTheirOrder() {
    String input = String.join("\n", lines()) + "\n";
    List<String> objects =
        Cli.runWithInput(input, "score", "-m", model, "--json", "--threads", 3)
            .succeeded()
            .out()
            .lines()
            .toList();
    for (int i = 0; i < objects.size(); i++) {
      assertTrue(objects.get(i).startsWith("{\"line\":" + (i + 1) + ","), objects.get(i));
    }
    assertEquals(700, objects.size());
  }

  @Test
  void linesBeforeOneThatCannotBeScoredArePrinted() throws IOException {
    LanguageModelFile file = LanguageModelFile.read(model);
    List<String> tokens = new ArrayList<>(file.vocabulary().tokens());
    tokens.replaceAll(token -> token.equals(Vocabulary.UNK) ? "\u00e4" : token);
    Path strict = folder.resolve("strict.safetensors");
    new LanguageModelFile(
            file.config(),
            new Vocabulary(file.vocabulary().level(), tokens),
            file.parameters(),
            file.training())
        .write(strict);
    String input = "the fox\n".repeat(100) + "\u2603\n" + "the dog\n".repeat(100);
    for (int threads = 1; threads <= 2; threads++) {
      Cli.Result result = Cli.runWithInput(input, "score", "-m", strict, "--threads", threads);
      assertEquals(1, result.exitCode(), result.err());
      assertEquals(100, result.out().lines().count());
      assertTrue(result.err().contains("is not in the vocabulary"), result.err());
    }
  }
}
