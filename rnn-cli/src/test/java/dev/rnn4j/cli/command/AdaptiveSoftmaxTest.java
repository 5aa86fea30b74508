package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.model.LanguageModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rnn train --softmax adaptive}, and what uses the model. */
class AdaptiveSoftmaxTest {
  @TempDir private Path folder;
  private Path text;
  private Path model;

  @BeforeEach
  void writeText() throws IOException {
    text =
        Files.writeString(
            folder.resolve("t.txt"), "the cat sat on a mat\nthe dog ran\n".repeat(30));
    model = folder.resolve("m.safetensors");
  }

  private Cli.Result train(Path out, Object... more) {
    Object[] args = {"train", "--train", text, "--out", out, "--threads", 1, "--level", "word"};
    Object[] shape = {"--hidden", "16", "--embedding", 7, "--batch", 4, "--bptt", 9};
    return Cli.run(Cli.concat(Cli.concat(args, shape), more));
  }

  private static LanguageModelConfig config(Path file) throws IOException {
    return LanguageModelFile.read(file).config();
  }

  @Test
  void theModelHasTheCutoffsAndInfoShowsThem() throws IOException {
    String err =
        train(model, "--epochs", 1, "--softmax", "adaptive", "--cutoffs", "3,6").succeeded().err();
    assertTrue(err.contains("adaptive softmax 3,6"), err);
    assertEquals(List.of(3, 6), config(model).cutoffs());
    String info = Cli.run("info", model).succeeded().out();
    assertTrue(info.contains("adaptive softmax 3,6"), info);
    assertTrue(info.contains("decoder.tail.1.projection"), info);
    String json = Cli.run("info", model, "--json").succeeded().out();
    assertTrue(json.replaceAll("\\s", "").contains("\"cutoffs\":[3,6]"), json);
  }

  @Test
  void theUsualCutoffsFollowFromTheVocabulary() throws IOException {
    train(model, "--epochs", 1, "--softmax", "adaptive").succeeded();
    assertEquals(List.of(1, 5), config(model).cutoffs());
    train(folder.resolve("full.safetensors"), "--epochs", 1, "--softmax", "full").succeeded();
    assertEquals(List.of(), config(folder.resolve("full.safetensors")).cutoffs());
  }

  @Test
  void aTextIsLearntAndEveryCommandUsesTheModel() {
    Object[] adaptive = {"--softmax", "adaptive", "--cutoffs", "3,6", "--dropout", 0};
    train(model, Cli.concat(adaptive, "--epochs", 30, "--lr", 0.03)).succeeded();
    String eval = Cli.run("eval", "--model", model, "--data", text, "--json").succeeded().out();
    double perplexity =
        Double.parseDouble(eval.replaceAll("(?s).*\"perplexity\" *: *([0-9.]+).*", "$1"));
    assertTrue(perplexity > 1 && perplexity < 1.6, eval);
    String generated =
        Cli.run(
                "generate",
                "--model",
                model,
                "--prompt",
                "the cat",
                "--length",
                4,
                "--temperature",
                0)
            .succeeded()
            .out();
    assertTrue(generated.contains("sat on a mat"), generated);
    Cli.run("score", "--model", model, "--data", text).succeeded();
    Cli.run("explain", "--model", model, "--data", text).succeeded();
    Cli.run(
            "eval",
            "--model",
            model,
            "--data",
            text,
            "--cache",
            20,
            "--cache-theta",
            0.3,
            "--cache-lambda",
            0.1)
        .succeeded();
  }

  @Test
  void aResumedTrainingLearnsWhatOneInOneGoLearns() throws IOException {
    Object[] adaptive = {"--softmax", "adaptive", "--cutoffs", "2,7", "--dropout", 0.2};
    Path whole = folder.resolve("whole.safetensors");
    train(whole, Cli.concat(adaptive, "--epochs", 3)).succeeded();
    train(model, Cli.concat(adaptive, "--epochs", 1)).succeeded();
    Path checkpoint = folder.resolve("m.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--threads", 2, "--epochs", 3).succeeded();
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
  }

  @Test
  void aTrainingFromAModelKeepsItsCutoffs() throws IOException {
    train(model, "--epochs", 1, "--softmax", "adaptive", "--cutoffs", "3,6").succeeded();
    Path more = Files.writeString(folder.resolve("u.txt"), "a bird sat on the dog\n".repeat(20));
    Path tuned = folder.resolve("tuned.safetensors");
    Object[] from = {"train", "--train", more, "--from", model, "--out", tuned, "--threads", 1};
    Cli.run(Cli.concat(from, "--epochs", 1)).succeeded();
    assertEquals(List.of(3, 6), config(tuned).cutoffs());
    assertTrue(config(tuned).vocabularySize() > config(model).vocabularySize());
    String other = Cli.run(Cli.concat(from, "--cutoffs", "3")).failed(2);
    assertTrue(other.contains("--cutoffs contradicts the model of --from"), other);
    assertTrue(other.contains("it has 3,6"), other);
    String full = Cli.run(Cli.concat(from, "--softmax", "full")).failed(2);
    assertTrue(full.contains("it has adaptive"), full);
    String smoothed = Cli.run(Cli.concat(from, "--label-smoothing", 0.1)).failed(2);
    assertTrue(smoothed.contains("--label-smoothing needs --softmax full"), smoothed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cutoffs 3|--cutoffs needs --softmax adaptive",
        "--softmax full --cutoffs 3|--cutoffs needs --softmax adaptive",
        "--softmax half|must be one of full, adaptive, not half",
        "--softmax adaptive --tied|--tied needs --softmax full",
        "--softmax adaptive --label-smoothing 0.1|--label-smoothing needs --softmax full",
        "--softmax adaptive --cutoffs 3,x|must be whole numbers that ascend",
        "--softmax adaptive --cutoffs 6,3|must ascend from 1 to below the size of the vocabulary",
        "--softmax adaptive --cutoffs 3,99|vocabulary, which is 10; not [3, 99]",
      })
  void whatDoesNotFitIsRefused(String options, String expected) {
    Object[] typed = options.split(" ");
    Object[] args = {"train", "--train", text, "--out", model, "--level", "word", "--hidden", 8};
    String message = Cli.run(Cli.concat(args, typed)).failed(2);
    assertTrue(message.contains(expected), message);
  }

  @Test
  void itsGradientsAreChecked() {
    String out =
        Cli.run("gradcheck", "--softmax", "adaptive", "--cutoffs", "5,9", "--cell", "rnn")
            .succeeded()
            .out();
    assertTrue(out.contains("adaptive softmax 5,9"), out);
    for (String name : List.of("head.weight", "head.bias", "tail.0.projection", "tail.1.weight")) {
      assertTrue(out.lines().anyMatch(l -> l.contains(name) && l.endsWith("ok")), name);
    }
    assertTrue(Cli.run("gradcheck", "--cutoffs", 5).failed(2).contains("needs --softmax adaptive"));
    String tied = Cli.run("gradcheck", "--softmax", "adaptive", "--tied").failed(2);
    assertTrue(tied.contains("--tied needs --softmax full"), tied);
  }
}
