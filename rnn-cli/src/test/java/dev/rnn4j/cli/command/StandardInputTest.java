package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.core.io.LanguageModelFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text may come from standard input and is then read as a file is. */
class StandardInputTest {
  private static final String TEXT = "the fox sees the dog\nthe cat\n";

  @TempDir private static Path folder;
  private static Path train;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
    Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "/dev/stdin", "/dev/fd/0"})
  void evaluationReadsStandardInput(String name) throws IOException {
    String file = eval(Files.writeString(folder.resolve("e.txt"), TEXT));
    assertEquals(
        file, Cli.runWithInput(TEXT, "eval", "-m", model, "--data", name).succeeded().out());
    assertEquals(
        file, Cli.runWithInput(gzip(TEXT), "eval", "-m", model, "--data", name).succeeded().out());
  }

  private static String eval(Path text) {
    return Cli.run("eval", "-m", model, "--data", text).succeeded().out();
  }

  @Test
  void scoringReadsAByteOrderMarkAndGzipFromAnywhere() throws IOException {
    String expected = Cli.runWithInput(TEXT, "score", "-m", model).succeeded().out();
    byte[] marked = ("\ufeff" + TEXT).getBytes(StandardCharsets.UTF_8);
    for (byte[] bytes : List.of(marked, gzip(TEXT), gzip("\ufeff" + TEXT))) {
      Path file = Files.write(folder.resolve("any"), bytes);
      assertEquals(expected, Cli.run("score", "-m", model, "--data", file).succeeded().out());
      assertEquals(expected, Cli.runWithInput(bytes, "score", "-m", model).succeeded().out());
      assertEquals(
          expected, Cli.runWithInput(bytes, "score", "-m", model, "--data", "-").succeeded().out());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "EFBBBF", "61FF", "FFFE6100", "1F8B08", "00000000000000000000000000000000"})
  void whatIsNoTextIsRefusedWithTheSameWords(String content) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(content);
    Path file = Files.write(folder.resolve("bad"), bytes);
    for (String command : List.of("eval", "score")) {
      String message = Cli.run(command, "-m", model, "--data", file).failed(1);
      assertEquals(
          message.replace(file.toString(), "standard input"),
          Cli.runWithInput(bytes, command, "-m", model, "--data", "-").failed(1));
      assertEquals(
          message.replace("rnn " + command, "rnn train"),
          Cli.run(Cli.tiny(file, folder.resolve("x"))).failed(1));
    }
  }

  @Test
  void linesBeforeADamageAreScoredAlsoFromAFile() throws IOException {
    byte[] text = (TEXT + "x").getBytes(StandardCharsets.UTF_8);
    text[text.length - 1] = (byte) 0xFF;
    Path file = Files.write(folder.resolve("damaged.txt"), text);
    Cli.Result fromFile = Cli.run("score", "-m", model, "--data", file);
    Cli.Result fromInput = Cli.runWithInput(text, "score", "-m", model);
    assertEquals(1, fromFile.exitCode());
    assertEquals(2, fromFile.out().lines().count());
    assertEquals(fromInput.out(), fromFile.out());
    assertTrue(fromFile.err().contains("at byte offset " + (text.length - 1)), fromFile.err());
  }

  @Test
  void aTrainingReadsEachOfItsTextsFromStandardInput() throws IOException {
    Path expected = folder.resolve("expected.safetensors");
    Path words = Files.writeString(folder.resolve("words.txt"), "the\nfox\n");
    Object[] options = {
      "--level", "word", "--epochs", 1, "--valid", train, "--test", train, "--vocab", words
    };
    Object[] args = Cli.tiny(train, expected, options);
    String out = Cli.run(args).succeeded().out();
    Path actual = folder.resolve("actual.safetensors");
    for (String option : List.of("--train", "--valid", "--test", "--vocab")) {
      Object[] changed = args.clone();
      int at = List.of(changed).indexOf(option) + 1;
      byte[] input = Files.readAllBytes(Path.of(changed[at].toString()));
      changed[at] = "-";
      changed[List.of(changed).indexOf("--out") + 1] = actual;
      Cli.Result result = Cli.runWithInput(input, changed).succeeded();
      assertEquals(out, result.out());
      assertArrayEquals(
          LanguageModelFile.read(expected).parameters().values(),
          LanguageModelFile.read(actual).parameters().values());
      boolean isText = !option.equals("--vocab");
      assertEquals(isText, result.err().contains("cannot be resumed"), result.err());
    }
  }

  @Test
  void standardInputIsReadOnlyOnce() {
    Object[] both = Cli.tiny(Path.of("-"), model, "--valid", "/dev/stdin");
    String message = Cli.runWithInput(TEXT, both).failed(2);
    assertTrue(message.contains("--train and --valid would read the same"), message);
    Object[] vocabulary = Cli.tiny(train, model, "--test", "-", "--vocab", "-");
    message = Cli.runWithInput(TEXT, vocabulary).failed(2);
    assertTrue(message.contains("--test and --vocab would read the same"), message);
  }

  @Test
  void aTrainingOnStandardInputIsNotResumed() throws IOException {
    Path out = folder.resolve("gone.safetensors");
    byte[] text = Files.readAllBytes(train);
    Cli.Result result = Cli.runWithInput(text, Cli.tiny(Path.of("-"), out, "--epochs", 1));
    assertTrue(result.succeeded().err().contains("data      standard input: "), result.err());
    Path checkpoint = folder.resolve("gone.checkpoint.safetensors");
    String message =
        Cli.runWithInput(text, "train", "--resume", checkpoint, "--epochs", 2).failed(1);
    assertTrue(message.contains("read a text from standard input or a pipe"), message);
  }

  @Test
  void aTrainingOnStandardInputThatIsStoppedDoesNotSayHowToResumeIt() throws IOException {
    StopSignal stop = new StopSignal();
    StringWriter err = new StringWriter();
    PrintWriter stopping =
        new PrintWriter(err) {
          @Override
          public void println(String line) {
            super.println(line);
            if (line.startsWith("epoch 1/")) {
              stop.request();
            }
          }
        };
    Path out = folder.resolve("stopped.safetensors");
    int exitCode =
        Main.commandLine(stop, new ByteArrayInputStream(Files.readAllBytes(train)))
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(stopping)
            .execute(Cli.strings(Cli.tiny(Path.of("-"), out, "--epochs", 3)));
    assertEquals(130, exitCode, err.toString());
    assertFalse(err.toString().contains("--resume"), err.toString());
    assertTrue(err.toString().contains("this cannot be resumed"), err.toString());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
