package dev.rnn4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchMainTest {
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(messages, true, StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--peers --help"})
  void aFullDiskIsSaidAndIsAFailure(String arguments) {
    List<String> args = List.of(arguments.split(" ", -1));
    assertEquals(1, BenchMain.run(args, failing("No space left on device"), err));
    assertEquals(
        "rnn bench: standard output cannot be written: No space left on device\n",
        messages.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aReaderWhoLeftIsNoFailure() {
    assertEquals(0, BenchMain.run(List.of("--help"), failing("Broken pipe"), err));
    assertEquals("", messages.toString(StandardCharsets.UTF_8));
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
