package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.option.Preset;
import dev.rnn4j.cli.report.MemoryAdvice;
import dev.rnn4j.cli.task.language.TrainingMemoryCheck;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.loop.TrainingMemory;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Settings that change nothing are said, longer trainings learn longer, too large ones never begin.
 */
class TrainRemarksTest {
  @TempDir private Path folder;
  private Path train;
  private Path model;

  @BeforeEach
  void writeText() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
  }

  private String said(Object... more) {
    Object[] once = Cli.concat(new Object[] {"--epochs", 1}, more);
    return Cli.run(Cli.tiny(train, model, once)).succeeded().err();
  }

  @Test
  void whatNeedsAValidationTextIsSaidWithoutOne() {
    String err = said("--valid", "none", "--patience", 3, "--schedule", "plateau");
    assertTrue(err.contains("without validation data --patience changes nothing"), err);
    assertTrue(err.contains("--schedule plateau never lowers the learning rate"), err);
    err = said("--patience", 3, "--schedule", "plateau");
    assertFalse(err.contains("note "), err);
  }

  @Test
  void whatTheTextIsTooShortForIsSaid() throws IOException {
    Files.writeString(train, "the fox");
    Object[] args = {"train", "--train", train, "--out", model, "--hidden", 4, "--epochs", 1};
    Object[] large = {"--valid", "none", "--batch", 10, "--bptt", 100, "--threads", 1};
    String err = Cli.run(Cli.concat(args, large)).succeeded().err();
    assertTrue(err.contains("so short that --batch is 7"), err);
    assertTrue(err.contains("so short that --bptt is 1, not 100"), err);
  }

  @Test
  void aDecayThatNeverComesIsSaid() {
    String err = said("--lr-decay", 0.9);
    assertTrue(err.contains("--lr-decay changes nothing"), err);
    assertFalse(said("--lr-decay", 0.9, "--lr-hold", 0).contains("changes nothing"));
  }

  @Test
  void aLearningRateThatFallsToNothingIsSaid() {
    String err = said();
    assertFalse(err.contains("learning rate falls"), err);
    err =
        Cli.run(Cli.tiny(train, model, "--epochs", 20, "--lr-hold", 4, "--lr-decay", 0.5))
            .succeeded()
            .err();
    assertTrue(
        err.contains("learning rate falls to 3.1e-08 by the last epoch; from epoch 14"), err);
  }

  @Test
  void evalSaysWhenItsBatchIsLargerThanTheText() throws IOException {
    said();
    Path text = Files.writeString(folder.resolve("short.txt"), "the fox");
    Cli.Result result =
        Cli.run("eval", "--model", model, "--data", text, "--batch", 100, "--threads", 1)
            .succeeded();
    assertTrue(result.err().contains("so short that --batch is 7"), result.err());
    assertTrue(result.err().contains("note: 7 streams begin"), result.err());
  }

  private Schedule schedule(Object... options) throws IOException {
    Cli.run(Cli.tiny(train, model, options)).succeeded();
    try (Checkpoint read = Checkpoint.read(folder.resolve("m.checkpoint.safetensors"))) {
      return read.options().optimization().schedule();
    }
  }

  @Test
  void theDefaultScheduleIsMadeForTheNumberOfEpochs() throws IOException {
    assertEquals(new HoldThenDecay(7, 0.5), schedule("--epochs", 1));
    HoldThenDecay twenty = (HoldThenDecay) schedule("--epochs", 20);
    assertEquals(14, twenty.hold());
    assertEquals(0.125, twenty.factor(19, 0), 1e-12);
    assertEquals(new HoldThenDecay(2, 0.5), schedule("--epochs", 20, "--lr-hold", 2));
    assertEquals(new HoldThenDecay(7, 0.75), schedule("--epochs", 20, "--lr-decay", 0.75));
  }

  @Test
  void presetsAreWhatTheyAreAtTheirOwnNumberOfEpochs() {
    for (Preset preset : Preset.values()) {
      assertEquals(
          preset.usual().optimization().schedule(),
          preset.usual().schedule(preset.usual().epochs()));
    }
    assertEquals(new HoldThenDecay(4, 0.5), Preset.NAMES.usual().schedule(6));
    assertEquals(new HoldThenDecay(4, 0.5), Preset.ZAREMBA_SMALL.usual().schedule(100));
    assertEquals(new HoldThenDecay(6, 1 / 1.2), Preset.ZAREMBA_MEDIUM.usual().schedule(100));
  }

  @Test
  void aTrainingThatCannotFitIsRefusedBeforeItTakesMemory() {
    TrainingMemory need = new TrainingMemory(20L << 30, 8L << 30, 3L << 30, 4);
    CliException thrown =
        assertThrows(
            CliException.class, () -> TrainingMemoryCheck.require(need, 4L << 30, 64L << 30));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("needs about 31,745 MB of memory"), message);
    assertTrue(message.contains("Java may use 4,096 MB here"), message);
    assertTrue(message.endsWith("window, or allow more with JAVA_TOOL_OPTIONS=-Xmx39g"), message);
    TrainingMemoryCheck.require(need, 32L << 30, 32L << 30);
  }

  @Test
  void moreMemoryThanTheMachineHasIsNotAdvised() {
    String smaller = "choose a smaller model, vocabulary, batch or window";
    assertEquals(smaller, MemoryAdvice.of((16L << 30) + 1, 16L << 30));
    String more = smaller + ", or allow more with JAVA_TOOL_OPTIONS=-Xmx";
    assertEquals(more + "16g", MemoryAdvice.of(16L << 30, 16L << 30));
    assertEquals(more + "1g", MemoryAdvice.of(1, 16L << 30));
  }

  @Test
  void anOnlyEpochIsNotCountedAsMany() {
    String err = said("--lr-hold", 1);
    assertTrue(err.contains(" 1 epoch, batch 4, "), err);
    assertTrue(err.contains("(hold 1 epoch, then"), err);
    Path checkpoint = folder.resolve("m.checkpoint.safetensors");
    err = Cli.run("train", "--resume", checkpoint).succeeded().err();
    assertTrue(err.contains("resuming  after 1 epoch" + System.lineSeparator()), err);
    assertTrue(err.contains("nothing is left to train: its epoch is done"), err);
    Cli.run("train", "--resume", checkpoint, "--epochs", 2).succeeded();
    err = Cli.run("train", "--resume", checkpoint, "--epochs", 1).succeeded().err();
    assertTrue(err.contains("2 epochs are done, and --epochs is only 1"), err);
  }

  @Test
  void aHugeNetworkIsRefusedInASentence() {
    String message =
        Cli.run("train", "--train", train, "--out", model, "--hidden", 100_000).failed(1);
    assertTrue(message.contains("this training needs about"), message);
  }

  /** A word that is 14 times as long in a header, which holds 100 million bytes. */
  @Test
  void aVocabularyThatNoFileHoldsIsRefusedBeforeTheFirstEpoch() throws IOException {
    assumeTrue(Runtime.getRuntime().maxMemory() > 900L << 20, "skipped: needs 900 MB of heap");
    Files.writeString(train, "\u0001".repeat(15_000_000) + "\n");
    Object[] args = {"train", "--train", train, "--valid", "none", "--out", model, "--hidden", 4};
    String message = Cli.run(Cli.concat(args, "--level", "word", "--threads", 1)).failed(1);
    assertTrue(message.contains("no file could hold this model: the header would have"), message);
    assertTrue(message.contains("--vocab-size"), message);
  }

  @Test
  void theMemoryIsSaidBeforeTheTrainingBegins() {
    String err = said();
    assertTrue(
        err.lines().anyMatch(l -> l.matches("memory    about \\d+ of at most [\\d,]+ MB")), err);
  }
}
