package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.report.Wording;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of {@code rnn train} reach the training. */
class TrainOptionsTest {
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
        "rnn relu 3x12, embedding 12, dropout 0.25, tied", Wording.of(read.model().config()));
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

  private record Read(LanguageModelCheckpoint model, TrainingOptions options) {}

  private static Read read(Path file) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.read(file)) {
      return new Read(LanguageModelCheckpoint.of(checkpoint), checkpoint.options());
    }
  }
}
