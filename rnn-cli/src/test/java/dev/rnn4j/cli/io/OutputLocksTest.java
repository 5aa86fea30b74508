package dev.rnn4j.cli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.command.Cli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer a file, and no lock that outlives its process. */
class OutputLocksTest {
  /** Locks a file, says so, and waits to be killed. */
  private static final String HOLDER =
      """
      import java.nio.ByteBuffer;
      import java.nio.channels.FileChannel;
      import java.nio.file.*;
      class Holder {
        public static void main(String[] args) throws Exception {
          FileChannel channel = FileChannel.open(Path.of(args[0]),
              StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          channel.lock();
          channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\\n").getBytes()));
          System.out.println("locked");
          System.in.read();
        }
      }
      """;

  @TempDir private Path folder;
  private final StringWriter printed = new StringWriter();
  private Path model;
  private Path train;

  @BeforeEach
  void name() throws IOException {
    model = folder.resolve("m.safetensors");
    train = Cli.text(folder.resolve("train.txt"), 30, 1);
  }

  private OutputLocks take(Path... outputs) throws IOException {
    return OutputLocks.take(List.of(outputs), new PrintWriter(printed, true));
  }

  @Test
  void twoTrainingsDoNotWriteTheSameFiles() throws IOException {
    try (OutputLocks _ = take(model)) {
      String message = Cli.run(Cli.tiny(train, model, "--epochs", 1)).failed(1);
      assertTrue(message.contains(model + " is being written by another rnn"), message);
      Path other = folder.resolve("here");
      Files.createSymbolicLink(other, folder);
      message = Cli.run(Cli.tiny(train, other.resolve("m.safetensors"))).failed(1);
      assertTrue(message.contains("is being written by another rnn"), message);
      assertFalse(Files.exists(model));
    }
    Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
  }

  @Test
  void theCheckpointAndAConvertedModelAreLockedToo() throws IOException {
    Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
    Path out = folder.resolve("small.safetensors");
    try (OutputLocks _ = take(folder.resolve("m.checkpoint.safetensors"), out)) {
      assertTrue(Cli.run(Cli.tiny(train, model)).failed(1).contains("m.checkpoint.safetensors is"));
      String message =
          Cli.run("convert", "--model", model, "--out", out, "--weights", "bf16").failed(1);
      assertTrue(message.contains("is being written by another rnn"), message);
    }
  }

  /** If one of several is taken, the others are free again. */
  @Test
  void allOrNone() throws IOException {
    Path free = folder.resolve("free.safetensors");
    try (OutputLocks _ = take(model)) {
      assertThrows(CliException.class, () -> take(free, model));
      take(free).close();
    }
    take(free, model).close();
    assertFalse(Files.exists(OutputLocks.lockFile(free)));
    assertFalse(Files.exists(OutputLocks.lockFile(model)));
  }

  @Test
  void theLockOfAProcessDiesWithIt() throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("Holder.java"), HOLDER);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path lock = OutputLocks.lockFile(model);
    Process holder =
        new ProcessBuilder(java.toString(), source.toString(), lock.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals("locked", holder.inputReader().readLine());
      CliException thrown = assertThrows(CliException.class, () -> take(model));
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.contains("(process " + holder.pid() + ")"), message);
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertTrue(Files.exists(lock), "the file is left, its lock is not");
    Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
    assertFalse(Files.exists(lock));
  }

  @Test
  void whereNothingCanBeLockedANoteSaysSo() throws IOException {
    OutputLocks.Locking unsupported =
        _ -> {
          throw new IOException("Function not implemented");
        };
    OutputLocks.take(List.of(model), new PrintWriter(printed, true), unsupported).close();
    assertTrue(printed.toString().contains(model + " cannot be locked"), printed.toString());
    assertFalse(Files.exists(OutputLocks.lockFile(model)));
  }
}
