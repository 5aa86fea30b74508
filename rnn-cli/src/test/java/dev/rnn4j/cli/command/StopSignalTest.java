package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.io.OutputLocks;
import dev.rnn4j.cli.io.StopSignal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopSignalTest {
  @TempDir private Path folder;

  @Test
  void aWatchingCommandIsAskedAndOthersTidyUp() {
    StopSignal stop = new StopSignal();
    List<String> heard = new ArrayList<>();
    assertFalse(stop.request());
    try (StopSignal.Watch _ = stop.whenEnding(() -> heard.add("unlock"));
        StopSignal.Watch _ = stop.whenEnding(() -> heard.add("say"))) {
      try (StopSignal.Watch _ = stop.watch(() -> heard.add("stop"))) {
        assertTrue(stop.request());
        assertEquals(List.of("stop"), heard);
      }
      assertFalse(stop.request());
      assertEquals(List.of("stop", "say", "unlock"), heard);
    }
    assertFalse(stop.request());
    assertEquals(3, heard.size());
  }

  /** The test of a complete training is computed while the process is told to end. */
  @Test
  void whileTheResultIsComputedTheModelIsSaidToBeComplete() throws Exception {
    Path model = folder.resolve("m\u001b[31m.safetensors");
    String shown = folder + "/m\\u001b[31m.safetensors";
    Path train = Cli.text(folder.resolve("train.txt"), 60, 1);
    StopSignal stop = new StopSignal();
    StringWriter err = new StringWriter();
    PrintWriter out =
        new PrintWriter(new StringWriter()) {
          @Override
          public void println(String line) {
            if (line.startsWith("test perplexity")) {
              assertFalse(stop.request());
            }
            super.println(line);
          }
        };
    int exitCode =
        Main.commandLine(stop, InputStream.nullInputStream())
            .setOut(out)
            .setErr(new PrintWriter(err, true))
            .execute(Cli.strings(Cli.tiny(train, model, "--epochs", 1, "--test", train)));
    assertEquals(0, exitCode);
    List<String> lines = err.toString().lines().toList();
    assertTrue(lines.contains("ended; the model is complete, only its test is not: " + shown));
    assertTrue(lines.contains("the best model is in " + shown + "; try"), lines.toString());
    assertFalse(err.toString().contains("\u001b"), err.toString());
    assertFalse(Files.exists(OutputLocks.lockFile(model)));
    Path checkpoint = folder.resolve("m\u001b[31m.checkpoint.safetensors");
    String resumed = Cli.run("train", "--resume", checkpoint).succeeded().err();
    assertTrue(resumed.contains("writing   " + shown), resumed);
    assertFalse(resumed.contains("\u001b"), resumed);
  }
}
