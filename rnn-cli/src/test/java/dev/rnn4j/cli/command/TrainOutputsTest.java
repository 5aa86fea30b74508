package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read survives, and so does every file that is none of this project's. */
class TrainOutputsTest {
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

  /** Trains with an output that must not be, and makes sure that the file stays. */
  private void assertRefused(Path victim, String saying, Object... args) throws IOException {
    byte[] before = Files.readAllBytes(victim);
    String message = Cli.run(args).failed(1);
    assertTrue(message.contains(saying), message);
    assertArrayEquals(before, Files.readAllBytes(victim));
  }

  private Object[] tiny(Path out, Object... more) {
    return Cli.tiny(train, out, Cli.concat(new Object[] {"--epochs", 1}, more));
  }

  @Test
  void noInputIsOverwritten() throws IOException {
    Path words = Files.writeString(folder.resolve("words.txt"), "the\nfox\n");
    Path valid = Cli.text(folder.resolve("valid.txt"), 9, 2);
    Path test = Cli.text(folder.resolve("test.txt"), 9, 3);
    Object[] inputs = {"--level", "word", "--vocab", words, "--valid", valid, "--test", test};
    for (Path input : new Path[] {words, valid, test, train}) {
      assertRefused(input, "would overwrite " + input, tiny(input, inputs));
    }
  }

  @Test
  void theCheckpointBesideTheModelOverwritesNoInput() throws IOException {
    Path words = Files.writeString(checkpoint, "the\nfox\n");
    assertRefused(
        words,
        "the checkpoint beside --out would overwrite " + words,
        tiny(model, "--level", "word", "--vocab", words));
  }

  @Test
  void anInputIsRecognisedBehindLinks() throws IOException {
    Path words = Files.writeString(folder.resolve("words.txt"), "the\nfox\n");
    Path link = Files.createSymbolicLink(folder.resolve("link.safetensors"), words);
    Path inside = Files.createSymbolicLink(folder.resolve("here"), folder);
    Path hard = Files.createLink(folder.resolve("hard.safetensors"), words);
    for (Path out : new Path[] {link, inside.resolve("words.txt"), hard}) {
      assertRefused(words, "would overwrite", tiny(out, "--level", "word", "--vocab", words));
    }
  }

  /** Also where a link leads to what does not exist yet. */
  @Test
  void modelAndCheckpointAreTwoFiles() throws IOException {
    Files.createSymbolicLink(checkpoint, model);
    String message = Cli.run(tiny(model)).failed(1);
    assertTrue(message.contains("are the same file"), message);
    assertFalse(Files.exists(model));
  }

  @Test
  void theResumedCheckpointIsNotOverwrittenByTheModel() throws IOException {
    Cli.run(tiny(model)).succeeded();
    Object[] args = {"train", "--resume", checkpoint, "--out", checkpoint, "--epochs", 2};
    byte[] before = Files.readAllBytes(checkpoint);
    Cli.Result result = Cli.run(args);
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("is the checkpoint of a training"), result.err());
    assertArrayEquals(before, Files.readAllBytes(checkpoint));
  }

  @Test
  void nothingButAModelIsReplacedByAModel() throws IOException {
    Path text = Files.writeString(folder.resolve("precious.txt"), "precious");
    assertRefused(text, "is not a model of rnn4j, so it is not replaced", tiny(text));
    Cli.run(tiny(model)).succeeded();
    assertRefused(checkpoint, "is the checkpoint of a training", tiny(checkpoint));
    assertRefused(
        text,
        "is not a model of rnn4j",
        "convert",
        "--model",
        model,
        "--out",
        text,
        "--weights",
        "bf16");
    Cli.run(tiny(model, "--seed", 2)).succeeded();
    assertEquals("2", LanguageModelFile.read(model).training().get("seed"));
  }

  @Test
  void nothingButACheckpointIsReplacedByACheckpoint() throws IOException {
    Files.writeString(checkpoint, "precious");
    assertRefused(checkpoint, "is not a training checkpoint of rnn4j", tiny(model));
    assertFalse(Files.exists(model));
    Path other = folder.resolve("other.safetensors");
    Cli.run(tiny(other)).succeeded();
    Files.copy(other, checkpoint, StandardCopyOption.REPLACE_EXISTING);
    assertRefused(checkpoint, "is not a training checkpoint of rnn4j", tiny(model));
  }

  @Test
  void anEmptyFileHasNothingToLose() throws IOException {
    Files.createFile(model);
    Files.createFile(checkpoint);
    Cli.run(tiny(model)).succeeded();
    assertTrue(Files.size(model) > 0 && Files.size(checkpoint) > 0);
  }

  @Test
  void equalTrainingsWriteEqualBytes() throws IOException {
    Object[] args = tiny(model, "--dropout", 0.2, "--test", train, "--optimizer", "adam");
    Cli.run(args).succeeded();
    byte[] firstModel = Files.readAllBytes(model);
    byte[] firstCheckpoint = Files.readAllBytes(checkpoint);
    Cli.run(args).succeeded();
    assertArrayEquals(firstModel, Files.readAllBytes(model));
    assertArrayEquals(firstCheckpoint, Files.readAllBytes(checkpoint));
  }

  @Test
  void nothingElseIsLeftInTheFolder() throws IOException {
    Cli.run(tiny(model)).succeeded();
    Cli.run("train", "--resume", checkpoint, "--epochs", 2, "--threads", 1).succeeded();
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(3, files.count());
    }
  }
}
