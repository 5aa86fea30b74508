package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of every option of a cell are trained, resumed, shown and used. */
class CellOptionsTest {
  @TempDir private Path folder;
  private Path train;
  private Path model;

  @BeforeEach
  void writeText() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
  }

  @ParameterizedTest
  @CsvSource({
    "--projection 5, projected to 5",
    "--projection 5 --tied, projected to 5",
    "--peepholes, with peepholes",
    "--peepholes --projection 3, with peepholes projected to 3",
    "--cell gru --reset before, gru reset before",
    "--cell rnn --activation softsign, rnn softsign",
    "--layer-norm, with layer normalisation",
    "--layer-norm --projection 5, with layer normalisation projected to 5",
    "--cell gru --layer-norm, with layer normalisation",
    "--cell rnn --layer-norm, with layer normalisation",
    "--cell rnn --activation linear --identity 0.5, rnn linear",
    "--learned-start, learned initial state",
    "--cell gru --learned-start --batching sentences, learned initial state"
  })
  void aLanguageModelIsTrainedResumedShownAndUsed(String options, String shown) throws IOException {
    Object[] cell = Arrays.copyOf(options.split(" "), options.split(" ").length, Object[].class);
    Path whole = folder.resolve("whole.safetensors");
    Cli.run(Cli.tiny(train, whole, Cli.concat(cell, "--epochs", 2))).succeeded();
    Cli.run(Cli.tiny(train, model, Cli.concat(cell, "--epochs", 1))).succeeded();
    Path checkpoint = folder.resolve("m.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--threads", 1, "--epochs", 2).succeeded();
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
    for (Path file : new Path[] {model, checkpoint}) {
      String out = Cli.run("info", file).succeeded().out();
      assertTrue(out.contains(shown), out);
    }
    Cli.run("score", "--model", model, "--data", train).succeeded();
    Cli.run("generate", "--model", model, "--length", 5).succeeded();
    Cli.run("eval", "--model", model, "--data", train).succeeded();
  }

  @Test
  void anOptionImpliesThatOneKindIsMeant() {
    String out = Cli.run("gradcheck", "--peepholes").succeeded().out();
    assertTrue(out.contains("weight_co_l1") && !out.contains("gru"), out);
  }
}
