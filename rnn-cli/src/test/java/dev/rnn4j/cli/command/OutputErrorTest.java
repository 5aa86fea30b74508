package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.io.StopSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lost results are a failure; that nobody reads them any more is none, and ends commands soon. */
class OutputErrorTest {
  private static final String DISK_FULL = "No space left on device";

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    Path text = Cli.text(folder.resolve("train.txt"), 30, 1);
    Cli.run(Cli.tiny(text, folder.resolve("m.safetensors"), "--epochs", 1)).succeeded();
  }

  static Stream<String> commandsWithResults() {
    return Stream.of(
        "--help",
        "--version",
        "help train",
        "train --help",
        "bench --help",
        "info",
        "info m.safetensors --json",
        "generate --model m.safetensors --length 20",
        "generate --model m.safetensors --length 100000",
        "eval --model m.safetensors --data train.txt",
        "eval --model m.safetensors --data train.txt --json",
        "score --model m.safetensors --data train.txt",
        "score --model m.safetensors",
        "gradcheck --cell lstm --hidden 3",
        "train --train train.txt --test train.txt --hidden 4 --epochs 1 --out t.safetensors");
  }

  @ParameterizedTest
  @MethodSource("commandsWithResults")
  void aFullDiskIsSaidAndIsAFailure(String command) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = run(command, "the fox\n", new Failing(DISK_FULL, 0), err);
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.endsWith("rnn: standard output cannot be written: " + DISK_FULL + "\n"), said);
    assertEquals(1, exitCode, said);
  }

  @ParameterizedTest
  @MethodSource("commandsWithResults")
  void aReaderWhoLeftIsNoFailure(String command) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertEquals(0, run(command, "the fox\n", new Failing("Broken pipe", 0), err));
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(!said.contains("standard output") && !said.contains("pipe"), said);
  }

  @ParameterizedTest
  @MethodSource("commandsWithResults")
  void messagesThatCannotBeWrittenChangeNothing(String command) {
    OutputStream out = OutputStream.nullOutputStream();
    assertEquals(0, run(command, "the fox\n", out, new Failing(DISK_FULL, 0)));
  }

  @Test
  void theLastBytesCountToo() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String command = "generate --model m.safetensors --length 50000";
    assertEquals(1, run(command, "", new Failing(DISK_FULL, 40_000), err));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains(DISK_FULL));
  }

  @Test
  void anotherFailureKeepsItsExitCode() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertEquals(2, run("trian", "", new Failing(DISK_FULL, 0), err));
  }

  @Test
  void aPipeThatIsReallyClosedIsKnownInEveryLanguage() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().close();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (OutputStream out = Channels.newOutputStream(pipe.sink())) {
      assertEquals(0, run("info", "", out, err));
    }
    assertEquals("", err.toString(StandardCharsets.UTF_8));
    String words = "";
    Pipe another = Pipe.open();
    another.source().close();
    try (Pipe.SinkChannel sink = another.sink()) {
      sink.write(ByteBuffer.allocate(1));
    } catch (IOException e) {
      words = String.valueOf(e.getMessage());
    }
    assertEquals(0, run("info", "", new Failing(words, 0), err));
  }

  @ParameterizedTest
  @MethodSource("reasonsToStop")
  void whoWritesWithoutEndEnds(String reason) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          OutputStream err = new ByteArrayOutputStream();
          String command = "generate --model m.safetensors --length " + Integer.MAX_VALUE;
          run(command, "", new Failing(reason, 1000), err);
          run(
              "score --model m.safetensors",
              "the fox\n".repeat(200_000),
              new Failing(reason, 0),
              err);
        });
  }

  static Stream<String> reasonsToStop() {
    return Stream.of("Broken pipe", DISK_FULL);
  }

  private static int run(String command, String input, OutputStream out, OutputStream err) {
    String[] args = command.split(" ", -1);
    for (int n = 0; n < args.length; n++) {
      if (args[n].matches(".*\\.(safetensors|txt)")) {
        args[n] = folder.resolve(args[n]).toString();
      }
    }
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    return Main.run(args, new StopSignal(), new ByteArrayInputStream(bytes), out, err);
  }

  /** Takes some bytes and then none. */
  private static final class Failing extends OutputStream {
    private final String reason;
    private long room;

    Failing(String reason, long room) {
      this.reason = reason;
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      if (--room < 0) {
        throw new IOException(reason);
      }
    }
  }
}
