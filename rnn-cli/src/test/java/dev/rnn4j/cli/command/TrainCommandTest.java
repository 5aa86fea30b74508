package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.core.io.LanguageModelFile;
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
  void anNgramModelOfAnyOrderStandsBesideTheResult() {
    Object[] args = Cli.tiny(train, model, "--epochs", 1, "--test", train, "--level", "word");
    String out = Cli.run(args).succeeded().out();
    assertTrue(out.contains("5-gram of lines"), out);
    Object[] resumed = {"train", "--resume", checkpoint, "--ngram", 2, "--threads", 1};
    out = Cli.run(resumed).succeeded().out();
    assertTrue(out.contains("2-gram of lines"), out);
    String refused = Cli.run("train", "--ngram", 10).failed(2);
    assertTrue(refused.contains("--ngram must be 1 to 9, not 10"), refused);
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

  private static float[] parameters(Path file) throws IOException {
    return LanguageModelFile.read(file).parameters().values();
  }
}
