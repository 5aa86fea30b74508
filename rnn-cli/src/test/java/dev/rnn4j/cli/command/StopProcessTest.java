package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rnn4j.cli.io.OutputLocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end, by signals, in a step that takes minutes. */
class StopProcessTest {
  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void name() {
    model = folder.resolve("m.safetensors");
  }

  private Process train(int hidden, int window) throws IOException {
    String modules = System.getProperty("jdk.module.path", "");
    assumeTrue(!modules.isEmpty(), "skipped: the tests do not run on the module path");
    assumeTrue(!System.getProperty("os.name", "").startsWith("Windows"), "skipped: no signals");
    Path text = Cli.text(folder.resolve("train.txt"), 3000, 1);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Object[] virtualMachine = {
      java, "-p", modules, "-m", "dev.rnn4j.cli/dev.rnn4j.cli.command.Main"
    };
    Object[] command = {
      "train",
      "--train",
      text,
      "--out",
      model,
      "--hidden",
      hidden,
      "--batch",
      8,
      "--bptt",
      window,
      "--threads",
      1,
      "--kernels",
      "scalar",
      "--epochs",
      1000
    };
    return new ProcessBuilder(Cli.strings(Cli.concat(virtualMachine, command))).start();
  }

  private static List<String> readUntil(BufferedReader reader, String beginning)
      throws IOException {
    List<String> lines = new ArrayList<>();
    String line = reader.readLine();
    while (line != null) {
      lines.add(line);
      if (line.startsWith(beginning)) {
        return lines;
      }
      line = reader.readLine();
    }
    throw new AssertionError("no line begins with \"" + beginning + "\": " + lines);
  }

  /** Waits until a process has begun to compute, however busy the machine is. */
  private static void computeOn(Process process) throws InterruptedException {
    Duration begin = cpu(process);
    while (cpu(process).minus(begin).compareTo(Duration.ofSeconds(2)) < 0) {
      Thread.sleep(50);
    }
  }

  private static Duration cpu(Process process) {
    return process.info().totalCpuDuration().orElseThrow();
  }

  @Test
  void theFirstSignalIsHeardAtOnceAndTheSecondEndsTheProcess()
      throws IOException, InterruptedException {
    Process process = train(1024, 1024);
    try (BufferedReader err = process.errorReader()) {
      readUntil(err, "memory");
      computeOn(process);
      process.toHandle().destroy();
      readUntil(err, "stopping after this step");
      process.toHandle().destroy();
      assertEquals(130, process.waitFor());
      assertEquals(List.of(), err.lines().toList());
      assertFalse(Files.exists(model));
      assertFalse(Files.exists(folder.resolve("m.checkpoint.safetensors")));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aSignalWritesTheCheckpointAndUnlocks() throws IOException, InterruptedException {
    Process process = train(4, 10);
    try (BufferedReader err = process.errorReader()) {
      readUntil(err, "epoch 1/");
      process.toHandle().destroy();
      readUntil(err, "stopped in epoch");
      assertEquals(130, process.waitFor());
      assertTrue(Files.exists(folder.resolve("m.checkpoint.safetensors")));
      assertFalse(Files.exists(OutputLocks.lockFile(model)));
    } finally {
      process.destroyForcibly();
    }
  }
}
