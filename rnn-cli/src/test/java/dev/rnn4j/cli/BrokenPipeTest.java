package dev.rnn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When nobody reads the output any more, commands end soon and quietly. */
class BrokenPipeTest {
  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void train() throws IOException {
    model = folder.resolve("m.safetensors");
    Path text = Cli.text(folder.resolve("train.txt"), 30, 1);
    Cli.run(Cli.tiny(text, model, "--epochs", 1)).succeeded();
  }

  @Test
  void generationEnds() {
    endsQuietly("", "generate", "--model", model, "--length", Integer.MAX_VALUE);
  }

  @Test
  void scoringEnds() {
    endsQuietly("the fox\n".repeat(200_000), "score", "--model", model);
  }

  private static void endsQuietly(String input, Object... args) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    StringWriter err = new StringWriter();
    int exitCode =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () ->
                Main.commandLine(new StopSignal(), new ByteArrayInputStream(bytes))
                    .setOut(new PrintWriter(new ClosedPipe()))
                    .setErr(new PrintWriter(err))
                    .execute(Cli.strings(args)));
    assertEquals(0, exitCode, err.toString());
  }

  private static final class ClosedPipe extends Writer {
    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
      throw new IOException("Broken pipe");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
