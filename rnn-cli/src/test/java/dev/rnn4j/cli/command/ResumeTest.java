package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.NamedTensor;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.train.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a resumed training reads, writes and says; no file decides what is overwritten. */
class ResumeTest {
  @TempDir private Path folder;
  private Path train;
  private Path model;
  private Path checkpoint;

  @BeforeEach
  void train() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
    checkpoint = folder.resolve("m.checkpoint.safetensors");
  }

  private Cli.Result tiny(Object... more) {
    return Cli.run(Cli.tiny(train, model, more)).succeeded();
  }

  private static Cli.Result resume(Path file, Object... more) {
    return Cli.run(Cli.concat(new Object[] {"train", "--resume", file, "--threads", 1}, more));
  }

  /** The checkpoint with other metadata. */
  private void change(String key, String value) throws IOException {
    change(key, _ -> value);
  }

  private void change(String key, UnaryOperator<String> change) throws IOException {
    Path changed = folder.resolve("changed");
    try (SafetensorsReader reader = Safetensors.open(checkpoint)) {
      Map<String, String> metadata = new LinkedHashMap<>(reader.metadata());
      metadata.put(key, change.apply(metadata.getOrDefault(key, "")));
      List<NamedTensor> tensors = new ArrayList<>();
      for (String name : reader.names()) {
        tensors.add(NamedTensor.floats(name, reader.shape(name), reader.floats(name), 0));
      }
      Safetensors.write(changed, metadata, tensors);
    }
    Files.delete(checkpoint);
    Files.move(changed, checkpoint);
  }

  private static void assertFails(Cli.Result result, String saying) {
    assertEquals(1, result.exitCode(), result.err());
    assertTrue(result.err().contains(saying), result.err());
  }

  @Test
  void aNoteInTheFileDoesNotSayWhereToWrite() throws IOException {
    tiny("--epochs", 1);
    Path precious = Files.writeString(folder.resolve("precious.txt"), "precious");
    change("rnn4j.note.out", precious.toString());
    resume(checkpoint, "--epochs", 2).succeeded();
    assertEquals("precious", Files.readString(precious));
    assertEquals("2", LanguageModelFile.read(model).training().get("epochs"));
  }

  @Test
  void epochsThatImproveNothingLeaveNoTraceOfBeingResumed() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Object[] steep = {"--lr", 3, "--schedule", "constant"};
    Cli.run(Cli.tiny(train, whole, Cli.concat(steep, "--epochs", 4))).succeeded();
    tiny(Cli.concat(steep, "--epochs", 2));
    resume(checkpoint, "--epochs", 4).succeeded();
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
    String best = LanguageModelFile.read(model).training().getOrDefault("best_epoch", "");
    assertTrue(best.equals("1") || best.equals("2"), "best epoch " + best + ": tests nothing");
  }

  @Test
  void noCheckpointNotesWhereItsModelIs() throws IOException {
    tiny("--epochs", 1);
    try (Checkpoint read = Checkpoint.read(checkpoint)) {
      assertFalse(read.notes().containsKey("out"), read.notes().toString());
    }
  }

  @Test
  void theModelBesideTheCheckpointIsWrittenIfItIsAbsent() throws IOException {
    tiny("--epochs", 1);
    byte[] before = Files.readAllBytes(model);
    Files.delete(model);
    resume(checkpoint).succeeded();
    assertArrayEquals(before, Files.readAllBytes(model));
  }

  @Test
  void theModelOfAnotherTrainingIsNotReplacedUnasked() throws IOException {
    tiny("--epochs", 1);
    Path other = folder.resolve("other.safetensors");
    Cli.run(Cli.tiny(train, other, "--epochs", 1, "--seed", 2)).succeeded();
    Files.delete(model);
    Files.move(other, model);
    byte[] before = Files.readAllBytes(model);
    assertFails(resume(checkpoint, "--epochs", 2), "is not the model of this training; give --out");
    assertArrayEquals(before, Files.readAllBytes(model));
    resume(checkpoint, "--epochs", 2, "--out", model).succeeded();
    assertEquals("1", LanguageModelFile.read(model).training().get("seed"));
  }

  @Test
  void noOtherFileBesideTheCheckpointIsReplaced() throws IOException {
    tiny("--epochs", 1);
    Files.writeString(model, "precious");
    assertFails(resume(checkpoint, "--epochs", 2), "is not the model of this training");
    assertFails(resume(checkpoint, "--epochs", 2, "--out", model), "is not a model of rnn4j");
    assertEquals("precious", Files.readString(model));
  }

  @Test
  void aCheckpointOfAnotherNameNeedsAnOutput() throws IOException {
    tiny("--epochs", 1);
    Path moved = Files.move(checkpoint, folder.resolve("saved"));
    assertFails(resume(moved, "--epochs", 2), "give --out FILE");
    Path out = folder.resolve("new.safetensors");
    resume(moved, "--epochs", 2, "--out", out).succeeded();
    assertTrue(Files.exists(out));
  }

  @Test
  void whatWillBeReadAndWrittenIsSaidBefore() throws IOException {
    tiny("--epochs", 1);
    Files.delete(train);
    Cli.Result result = resume(checkpoint, "--epochs", 2);
    List<String> lines = result.err().lines().toList();
    assertEquals("reading   " + train + ", validation: held-out, test: none", lines.get(0));
    assertEquals("writing   " + model + ", " + checkpoint, lines.get(1));
    assertTrue(lines.get(2).contains("there is no such file"), result.err());
  }

  @Test
  void controlCharactersOfPathsDoNotReachTheTerminal() throws IOException {
    tiny("--epochs", 1);
    change("rnn4j.note.train", "/\u001b]0;owned\u0007");
    String err = resume(checkpoint).err();
    assertTrue(err.chars().noneMatch(c -> c < ' ' && c != '\n'), err);
  }

  @Test
  void aTestTextThatHasChangedIsNoticed() throws IOException {
    Path test = Cli.text(folder.resolve("test.txt"), 9, 3);
    tiny("--epochs", 1, "--test", test);
    resume(checkpoint).succeeded();
    Cli.text(test, 9, 4);
    assertFails(resume(checkpoint, "--epochs", 2), "the test text has changed since");
  }

  @Test
  void kernelsThatDoNotExistAreNotBlamedOnAnOption() throws IOException {
    tiny("--epochs", 1, "--kernels", "scalar");
    change("rnn4j.note.kernels", "cuda");
    Cli.Result result = resume(checkpoint, "--epochs", 2);
    assertFails(result, "begun with the kernels cuda, which this version does not have");
    assertFalse(result.err().contains("--kernels must be"), result.err());
    resume(checkpoint, "--epochs", 2, "--kernels", "scalar").succeeded();
  }

  /** A text that is missing can be found; what no text could mend is said first. */
  @Test
  void whatNoTextCouldMendIsSaidBeforeAMissingText() throws IOException {
    tiny("--epochs", 1, "--kernels", "scalar");
    Files.delete(train);
    change("rnn4j.note.kernels", "cuda");
    Cli.Result result = resume(checkpoint, "--epochs", 2);
    assertFails(result, "begun with the kernels cuda, which this version does not have");
    assertFalse(result.err().contains("there is no such file"), result.err());
    Files.writeString(model, "a text, no model");
    result = resume(checkpoint, "--epochs", 2, "--out", model, "--kernels", "scalar");
    assertFails(result, "is not a model of rnn4j");
    assertFalse(result.err().contains("there is no such file"), result.err());
  }

  @Test
  void fewerEpochsThanAreDoneIsSaid() {
    tiny("--epochs", 3);
    String err = resume(checkpoint, "--epochs", 2).succeeded().err();
    assertTrue(err.contains("3 epochs are done, and --epochs is only 2"), err);
    assertTrue(err.contains("resuming  after 3 epochs"), err);
    assertFalse(err.contains("in epoch 4"), err);
  }

  /** One check for both: what is described can be resumed, or why not is said. */
  @Test
  void infoKnowsWhatCannotBeResumed() throws IOException {
    tiny("--epochs", 1, "--kernels", "scalar");
    Cli.Result info = Cli.run("info", checkpoint).succeeded();
    assertFalse(info.out().contains("resuming"), info.out());
    change("rnn4j.note.kernels", "cuda");
    String said = "begun with the kernels cuda, which this version does not have";
    info = Cli.run("info", checkpoint).succeeded();
    assertTrue(info.out().contains(said), info.out());
    assertFails(resume(checkpoint, "--epochs", 2), said);
  }

  @Test
  void aBestLossThatIsNoNumberIsRefusedByInfoToo() throws IOException {
    tiny("--epochs", 1);
    String nan = "\"best_loss_bits\":" + Double.doubleToLongBits(Double.NaN) + ",\"was\":";
    change("rnn4j.position", position -> position.replace("\"best_loss_bits\":", nan));
    String said = "the best validation loss cannot be NaN after 1 epoch";
    assertFails(Cli.run("info", checkpoint), said);
    assertFails(resume(checkpoint, "--epochs", 2), said);
  }

  @Test
  void whyThereIsNothingLeftIsSaid() {
    tiny("--epochs", 2);
    String err = resume(checkpoint).succeeded().err();
    assertTrue(err.contains("nothing is left to train: all 2 epochs are done"), err);
  }

  /** Nothing that is learned helps on a text of an unknown character. */
  @Test
  void patienceThatRanOutIsSaidAndCanBeRenewed() throws IOException {
    Path valid = Files.writeString(folder.resolve("valid.txt"), "the the the\n");
    String err = tiny("--epochs", 30, "--patience", 2, "--lr", 1, "--valid", valid).err();
    assertTrue(err.contains("ended after epoch "), err);
    assertTrue(err.contains("no progress in validation for 2 epochs (--patience 2)"), err);
    err = resume(checkpoint, "--epochs", 60).succeeded().err();
    assertTrue(err.contains("nothing is left to train: no progress in validation"), err);
    assertFalse(err.contains("ended after epoch "), err);
    err = resume(checkpoint, "--patience", 4).succeeded().err();
    assertFalse(err.contains("nothing is left"), err);
    assertTrue(err.contains("for 4 epochs (--patience 4)") || err.contains("epoch 30/30"), err);
  }
}
