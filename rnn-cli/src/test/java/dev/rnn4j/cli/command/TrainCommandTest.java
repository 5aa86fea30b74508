package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.cli.report.TrainingHeader;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.model.LanguageModelCheckpoint;
import dev.rnn4j.train.model.Objective;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;
  private Path train;
  private Path model;
  private Path checkpoint;

  @BeforeEach
  void writeText() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
    checkpoint = folder.resolve("m.checkpoint.safetensors");
  }

  @Test
  void trainingOnTheBuiltInDataNeedsNoFile() {
    Cli.Result result =
        Cli.run(
                "train",
                "--out",
                model,
                "--hidden",
                8,
                "--embedding",
                8,
                "--batch",
                512,
                "--bptt",
                16,
                "--epochs",
                1,
                "--lr",
                0.02,
                "--threads",
                1)
            .succeeded();
    assertTrue(result.err().contains("builtin:unicode-names"), result.err());
    assertTrue(result.out().contains("trigram"), result.out());
    assertTrue(result.out().contains("names it invented"), result.out());
    String eval =
        Cli.run("eval", "--model", model, "--data", TextSource.BUILTIN, "--threads", 1)
            .succeeded()
            .out();
    String perplexity = eval.lines().filter(l -> l.startsWith("perplexity")).findFirst().get();
    assertTrue(
        result.out().contains(perplexity.substring("perplexity".length()).strip()), result.out());
  }

  @Test
  void theEndOfTheTextIsHeldOutAndTheProgramSaysSo() {
    Cli.Result result = Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
    assertTrue(result.err().contains("the last 50 tokens (3.6%)"), result.err());
    assertTrue(result.err().contains("valid ppl"), result.err());
  }

  @Test
  void trainingWithoutValidationIsPossible() {
    Cli.Result result =
        Cli.run(Cli.tiny(train, model, "--epochs", 1, "--valid", "none")).succeeded();
    assertFalse(result.err().contains("valid ppl"), result.err());
    assertTrue(Files.exists(model));
  }

  @Test
  void theSameSeedGivesTheSameParameters() throws IOException {
    Path other = folder.resolve("other.safetensors");
    Cli.text(train, 20, 1);
    Cli.run(Cli.tiny(train, model, "--epochs", 1, "--dropout", 0.3)).succeeded();
    Cli.run(Cli.tinyOnAllThreads(train, other, "--epochs", 1, "--dropout", 0.3, "--threads", 2))
        .succeeded();
    assertArrayEquals(parameters(model), parameters(other));
    Cli.run(Cli.tiny(train, other, "--epochs", 1, "--dropout", 0.3, "--seed", 2)).succeeded();
    assertFalse(Arrays.equals(parameters(model), parameters(other)));
  }

  @Test
  void aResumedTrainingContinuesToTheBit() throws IOException {
    Path straight = folder.resolve("straight.safetensors");
    Cli.run(Cli.tiny(train, straight, "--epochs", 4, "--dropout", 0.2)).succeeded();
    Cli.run(Cli.tiny(train, model, "--epochs", 2, "--dropout", 0.2)).succeeded();
    Cli.run("train", "--resume", checkpoint, "--epochs", 4, "--threads", 1).succeeded();
    assertArrayEquals(parameters(straight), parameters(model));
  }

  @Test
  void anInterruptedTrainingContinuesToTheBit() throws IOException {
    Path straight = folder.resolve("straight.safetensors");
    Cli.run(Cli.tiny(train, straight, "--epochs", 3, "--optimizer", "sgd", "--momentum", 0.9))
        .succeeded();
    StopSignal stop = new StopSignal();
    StringWriter err = new StringWriter();
    PrintWriter interrupting =
        new PrintWriter(err) {
          @Override
          public void println(String line) {
            super.println(line);
            if (line.startsWith("epoch 2/")) {
              stop.request();
            }
          }
        };
    int exitCode =
        Main.commandLine(stop, InputStream.nullInputStream())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(interrupting)
            .execute(
                Cli.strings(
                    Cli.tiny(
                        train, model, "--epochs", 3, "--optimizer", "sgd", "--momentum", 0.9)));
    assertEquals(130, exitCode, err.toString());
    List<String> lines = err.toString().lines().toList();
    int epoch =
        lines.indexOf(lines.stream().filter(l -> l.startsWith("epoch 2/")).findFirst().get());
    assertTrue(lines.get(epoch + 1).startsWith("stopping after this step"), err.toString());
    assertTrue(err.toString().contains("train --resume "), err.toString());
    Cli.run("train", "--resume", checkpoint, "--threads", 1).succeeded();
    assertArrayEquals(parameters(straight), parameters(model));
  }

  @Test
  void aResumedTrainingMayWriteElsewhere() throws IOException {
    Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
    Path other = folder.resolve("other.safetensors");
    Cli.run("train", "--resume", checkpoint, "--out", other, "--threads", 1).succeeded();
    assertArrayEquals(parameters(model), parameters(other));
  }

  @Test
  void aTextThatHasChangedCannotBeResumedOn() throws IOException {
    Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
    Cli.text(train, 60, 2);
    Cli.Result result = Cli.run("train", "--resume", checkpoint, "--epochs", 2);
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("text has changed"), result.err());
  }

  @Test
  void aResumedTrainingKeepsItsSettings() {
    Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
    String message = Cli.run("train", "--resume", checkpoint, "--lr", 1, "--tied").failed(2);
    assertTrue(message.contains("--lr, --tied"), message);
  }

  @Test
  void aModelIsNoCheckpoint() {
    Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
    String message = Cli.run("train", "--resume", model).failed(1);
    assertTrue(message.contains("not a training checkpoint"), message);
  }

  @Test
  void everySettingReachesTheTraining() throws IOException {
    Cli.run(
            Cli.tiny(
                train,
                model,
                "--cell",
                "rnn",
                "--activation",
                "relu",
                "--layers",
                3,
                "--tied",
                "--embedding",
                12,
                "--dropout",
                0.25,
                "--epochs",
                2,
                "--optimizer",
                "sgd",
                "--momentum",
                0.5,
                "--lr",
                0.05,
                "--schedule",
                "plateau",
                "--lr-decay",
                0.25,
                "--patience",
                7,
                "--clip",
                2,
                "--objective",
                "window",
                "--init",
                0.07,
                "--seed",
                9,
                "--level",
                "word",
                "--min-count",
                2))
        .succeeded();
    Read read = read(checkpoint);
    assertEquals(List.of(12, 12, 12), read.model().config().hiddenSizes());
    assertEquals(
        "rnn relu 3x12, embedding 12, dropout 0.25, tied",
        TrainingHeader.network(read.model().config()));
    TrainingOptions options = read.options();
    assertEquals(new SgdChoice(0.5f), options.optimization().optimizer());
    assertEquals(0.05, options.optimization().learningRate());
    assertEquals(new OnPlateau(0.25), options.optimization().schedule());
    assertEquals(2, options.optimization().clip());
    assertEquals(Objective.WINDOW, read.model().options().objective());
    assertEquals(0.07f, read.model().options().initialization().range());
    assertEquals(7, options.patience());
    assertEquals(9, options.seed());
    assertEquals(4, read.model().options().batching().streams());
    assertEquals(10, read.model().options().batching().window());
  }

  @Test
  void eachLayerMayHaveItsOwnWidth() throws IOException {
    Cli.run(
            "train",
            "--train",
            train,
            "--out",
            model,
            "--hidden",
            "9,7",
            "--epochs",
            1,
            "--threads",
            1,
            "--schedule",
            "constant",
            "--optimizer",
            "adam")
        .succeeded();
    Read read = read(checkpoint);
    assertEquals(List.of(9, 7), read.model().config().hiddenSizes());
    assertEquals(AdamChoice.DEFAULT, read.options().optimization().optimizer());
    assertEquals(new Constant(), read.options().optimization().schedule());
    assertEquals(1 / 3f, read.model().options().initialization().range());
  }

  @Test
  void aPresetGivesWayToExplicitOptions() throws IOException {
    Cli.run(Cli.tiny(train, model, "--preset", "zaremba-small", "--epochs", 1)).succeeded();
    Read read = read(checkpoint);
    assertEquals(List.of(12, 12), read.model().config().hiddenSizes());
    assertEquals("word", Choice.id(read.model().vocabulary().level()));
    assertEquals(0.1f, read.model().options().initialization().range());
    assertEquals(0, read.model().options().initialization().forgetBias());
    assertEquals(1, read.options().optimization().learningRate());
    assertEquals(new HoldThenDecay(4, 0.5), read.options().optimization().schedule());
    assertEquals(1, read.options().epochs());
  }

  @Test
  void aGivenVocabularyIsUsed() throws IOException {
    Path words = Files.writeString(folder.resolve("words.txt"), "the\nfox\n");
    Cli.run(Cli.tiny(train, model, "--level", "word", "--vocab", words, "--epochs", 1)).succeeded();
    assertEquals(
        List.of("the", "fox", "<eos>", "<unk>"),
        LanguageModelFile.read(model).vocabulary().tokens());
  }

  @Test
  void theVocabularyMayBeLimited() throws IOException {
    Cli.run(Cli.tiny(train, model, "--level", "word", "--vocab-size", 5, "--epochs", 1))
        .succeeded();
    assertEquals(5, LanguageModelFile.read(model).vocabulary().size());
  }

  private static float[] parameters(Path file) throws IOException {
    return LanguageModelFile.read(file).parameters().values();
  }

  private record Read(LanguageModelCheckpoint model, TrainingOptions options) {}

  private static Read read(Path file) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.read(file)) {
      return new Read(LanguageModelCheckpoint.of(checkpoint), checkpoint.options());
    }
  }
}
