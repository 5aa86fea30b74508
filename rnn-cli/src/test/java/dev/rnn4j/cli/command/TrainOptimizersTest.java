package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.LanguageModelCheckpoint;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdagradChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NesterovChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import dev.rnn4j.train.optim.OptimizerChoice.RmsPropChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Constant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code rnn train} moves the parameters, from what is typed to the files. */
class TrainOptimizersTest {
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

  private Cli.Result train(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("--valid", train));
    all.addAll(Arrays.asList(arguments));
    return Cli.run(Cli.tiny(train, model, all.toArray())).succeeded();
  }

  private Optimization trained(Object... arguments) throws IOException {
    train(arguments);
    try (Checkpoint read = Checkpoint.read(checkpoint)) {
      return read.options().optimization();
    }
  }

  private OptimizerChoice optimizer(Object... arguments) throws IOException {
    return trained(arguments).optimizer();
  }

  @Test
  void everyOptimizerTrainsWithItsNumbers() throws IOException {
    assertEquals(
        new SgdChoice(0, 0.125f), optimizer("--optimizer", "sgd", "--weight-decay", 0.125));
    assertEquals(new NesterovChoice(0.9f, 0), optimizer("--optimizer", "nesterov", "--lr", 0.1));
    assertEquals(
        new NesterovChoice(0.5f, 0),
        optimizer("--optimizer", "nesterov", "--lr", 0.1, "--momentum", 0.5));
    assertEquals(RmsPropChoice.DEFAULT, optimizer("--optimizer", "rmsprop"));
    assertEquals(
        new AdagradChoice(1e-10f, 0.25f),
        optimizer("--optimizer", "adagrad", "--weight-decay", 0.25));
    assertEquals(new AdamChoice(0.9f, 0.999f, 1e-8f, 0.01f), optimizer("--optimizer", "adamw"));
    assertEquals(new AdamChoice(0.9f, 0.999f, 1e-8f, 0.5f), optimizer("--weight-decay", 0.5));
    assertEquals(
        "adamw, weight decay 0.5", LanguageModelFile.read(model).training().get("optimizer"));
  }

  @Test
  void everyScheduleTrains() throws IOException {
    assertEquals(
        new Schedule.StepDecay(5, 0.5), trained("--schedule", "step", "--epochs", 1).schedule());
    assertEquals(
        new Schedule.StepDecay(2, 0.25),
        trained("--schedule", "step", "--lr-step", 2, "--lr-decay", 0.25).schedule());
    assertEquals(new Schedule.Exponential(0.9), trained("--schedule", "exponential").schedule());
    assertEquals(
        new Schedule.WarmUp(0.5, new Schedule.Cosine(3, 0.125)),
        trained("--schedule", "cosine", "--lr-end", 0.125, "--warmup", 0.5, "--epochs", 3)
            .schedule());
    assertEquals(
        "warm-up of 0.5 epochs, cosine to x0.125 in 3 epochs",
        LanguageModelFile.read(model).training().get("schedule"));
    assertEquals(
        new Schedule.WarmUp(1, new Schedule.HoldThenDecay(3, 0.5)),
        trained("--lr-hold", 3, "--warmup", 1, "--epochs", 1).schedule());
  }

  @Test
  void ntAsgdBringsItsUsualSettings() throws IOException {
    Optimization averaged = trained("--optimizer", "nt-asgd");
    assertEquals(new Optimization(new NtAsgdChoice(5, 0), 30, new Constant(), 0.25), averaged);
    Optimization other = trained("--optimizer", "nt-asgd", "--interval", 0, "--lr", 2, "--clip", 1);
    assertEquals(new Optimization(new NtAsgdChoice(0, 0), 2, new Constant(), 1), other);
    assertEquals("nt-asgd, interval 0", LanguageModelFile.read(model).training().get("optimizer"));
  }

  @Test
  void withoutValidationNtAsgdIsSaidToBePlainDescent() {
    String err =
        Cli.run(Cli.tiny(train, model, "--optimizer", "nt-asgd", "--valid", "none", "--epochs", 1))
            .succeeded()
            .err();
    assertTrue(err.contains("nt-asgd never averages"), err);
  }

  @Test
  void clippingByValueAndAccumulationReachTheTraining() throws IOException {
    String err = train("--clip-value", 0.5, "--accumulate", 3, "--epochs", 1).err();
    assertTrue(err.contains("clip 5, values 0.5, 3 batches a step"), err);
    try (Checkpoint read = Checkpoint.read(checkpoint)) {
      assertEquals(0.5, read.options().optimization().clipValue());
      assertEquals(3, read.options().optimization().accumulate());
    }
    LanguageModelFile file = LanguageModelFile.read(model);
    assertEquals("0.5", file.training().get("clip_value"));
    assertEquals("3", file.training().get("accumulate"));
  }

  @Test
  void smoothedLabelsChangeTheModelAndAreNoted() throws IOException {
    train("--epochs", 2);
    byte[] plain = Files.readAllBytes(model);
    String err = train("--epochs", 2, "--label-smoothing", 0.25).err();
    assertTrue(err.contains("bptt 10, label smoothing 0.25"), err);
    assertFalse(Arrays.equals(plain, Files.readAllBytes(model)));
    assertEquals("0.25", LanguageModelFile.read(model).training().get("label_smoothing"));
    try (Checkpoint read = Checkpoint.read(checkpoint)) {
      assertEquals(0.25f, LanguageModelCheckpoint.of(read).options().labelSmoothing());
    }
  }

  /** The files of a training in one go, and of one resumed after every epoch. */
  @Test
  void aResumedTrainingWritesTheSameFiles() throws IOException {
    Object[][] settings = {
      {"--optimizer", "nt-asgd", "--interval", 0, "--lr", 9, "--accumulate", 2},
      {"--optimizer", "adamw", "--clip-value", 0.01, "--label-smoothing", 0.1},
      {"--optimizer", "nesterov", "--lr", 0.5, "--weight-decay", 0.01},
      {"--optimizer", "adagrad", "--warmup", 1.5},
    };
    for (Object[] setting : settings) {
      List<Object> arguments = new ArrayList<>(Arrays.asList(setting));
      arguments.addAll(List.of("--schedule", "constant", "--epochs"));
      arguments.add(4);
      train(arguments.toArray());
      byte[] whole = Files.readAllBytes(model);
      arguments.set(arguments.size() - 1, 1);
      train(arguments.toArray());
      for (int epochs = 2; epochs <= 4; epochs++) {
        Cli.run("train", "--resume", checkpoint, "--epochs", epochs, "--threads", 1).succeeded();
      }
      assertArrayEquals(whole, Files.readAllBytes(model), Arrays.toString(setting));
    }
  }
}
