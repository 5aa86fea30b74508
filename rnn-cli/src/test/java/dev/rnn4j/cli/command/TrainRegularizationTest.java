package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code rnn train} regularises, from what is typed to the files. */
class TrainRegularizationTest {
  private static final Object[] ALL = {
    "--dropout",
    0.3,
    "--input-dropout",
    0.2,
    "--output-dropout",
    0.4,
    "--embedding-dropout",
    0.1,
    "--locked-dropout",
    "--recurrent-dropout",
    0.25,
    "--weight-dropout",
    0.5,
    "--zoneout",
    "0.1,0.05",
    "--candidate-dropout",
    0.15,
    "--activation-penalty",
    2,
    "--change-penalty",
    1
  };

  @TempDir private Path folder;
  private Path train;
  private Path model;

  @BeforeEach
  void writeText() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
  }

  private static Regularization read(Path file) throws IOException {
    return LanguageModelFile.read(file).config().regularization();
  }

  @Test
  void everyRegulariserReachesTheModelsFile() throws IOException {
    Cli.run(Cli.tiny(train, model, Cli.concat(ALL, "--epochs", 1))).succeeded();
    Regularization expected =
        new Regularization(
            new Dropout(0.2f, 0.3f, 0.4f, 0.1f, true),
            new RecurrentNoise(0.25f, 0.5f, 0.1f, 0.05f, 0.15f),
            new ActivationPenalty(2, 1));
    assertEquals(expected, read(model));
    assertEquals(
        "lstm 2x12, embedding 64, locked dropout 0.3, input dropout 0.2, output dropout 0.4,"
            + " embedding dropout 0.1, recurrent dropout 0.25, weight dropout 0.5, zoneout of h"
            + " 0.1, zoneout of c 0.05, candidate dropout 0.15, activation penalty 2, change penalty 1",
        Wording.of(LanguageModelFile.read(model).config()));
  }

  @Test
  void aResumedTrainingDrawsWhatOneInOneGoDraws() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Cli.run(Cli.tiny(train, whole, Cli.concat(ALL, "--epochs", 3))).succeeded();
    Cli.run(Cli.tiny(train, model, Cli.concat(ALL, "--epochs", 1))).succeeded();
    Path checkpoint = folder.resolve("m.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--threads", 1, "--epochs", 3).succeeded();
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
  }

  @Test
  void theRegularisersOfAPresetAreReplacedOneByOne() throws IOException {
    Object[] awd = {"--preset", "awd-lstm", "--epochs", 1};
    Cli.run(Cli.tiny(train, model, awd)).succeeded();
    Regularization whole =
        new Regularization(
            new Dropout(0.4f, 0.25f, 0.4f, 0.1f, true),
            new RecurrentNoise(0, 0.5f, 0, 0),
            new ActivationPenalty(2, 1));
    assertEquals(whole, read(model));
    assertEquals(true, LanguageModelFile.read(model).config().tied());
    Object[] others = {"--output-dropout", 0.1, "--weight-dropout", 0, "--change-penalty", 3};
    Cli.run(Cli.tiny(train, model, Cli.concat(awd, others))).succeeded();
    Regularization some =
        new Regularization(
            new Dropout(0.4f, 0.25f, 0.1f, 0.1f, true),
            RecurrentNoise.NONE,
            new ActivationPenalty(2, 3));
    assertEquals(some, read(model));
    Cli.run(Cli.tiny(train, model, Cli.concat(awd, "--dropout", 0.2))).succeeded();
    assertEquals(new Dropout(0.2f, 0.2f, 0.2f, 0.1f, true), read(model).dropout());
  }

  /** One after the other, so that none can do nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--input-dropout 0.3",
        "--output-dropout 0.3",
        "--embedding-dropout 0.3",
        "--dropout 0.3",
        "--dropout 0.3 --locked-dropout",
        "--recurrent-dropout 0.3",
        "--weight-dropout 0.3",
        "--zoneout 0.3",
        "--zoneout 0,0.3",
        "--candidate-dropout 0.3",
        "--activation-penalty 3",
        "--change-penalty 3"
      })
  void everyRegulariserChangesWhatIsLearnt(String options) throws IOException {
    Path plain = folder.resolve("plain.safetensors");
    Cli.run(Cli.tiny(train, plain, "--epochs", 1, "--dropout", 0)).succeeded();
    List<Object> all = new ArrayList<>(List.of("--epochs", 1));
    all.addAll(options.startsWith("--dropout") ? List.of() : List.of("--dropout", 0));
    all.addAll(List.of(options.split(" ")));
    Cli.run(Cli.tiny(train, model, all.toArray())).succeeded();
    assertNotEquals(
        weight(LanguageModelFile.read(plain)), weight(LanguageModelFile.read(model)), options);
  }

  @Test
  void dropoutOfACandidateIsForCellsThatHaveOne() throws IOException {
    String message =
        Cli.run(Cli.tiny(train, model, "--cell", "gru", "--candidate-dropout", 0.2)).failed(2);
    assertTrue(message.contains("--candidate-dropout is for cells with a candidate"), message);
    assertFalse(Files.exists(model));
  }

  private static double weight(LanguageModelFile file) {
    return file.parameters().values()[0];
  }
}
