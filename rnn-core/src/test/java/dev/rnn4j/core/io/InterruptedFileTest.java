package dev.rnn4j.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** An interrupted thread reads and writes no file; it is told so, and stays interrupted. */
class InterruptedFileTest {
  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void writeFile() throws IOException {
    file = directory.resolve("model");
    Safetensors.write(file, Map.of(), tensors(1));
  }

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  private static List<NamedTensor> tensors(float value) {
    return List.of(NamedTensor.floats("w", List.of(1), new float[] {value}, 0));
  }

  private String interrupted(Executable call) {
    Thread.currentThread().interrupt();
    InterruptedIOException thrown = assertThrows(InterruptedIOException.class, call);
    assertTrue(Thread.interrupted(), "the thread stays interrupted");
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void opening() {
    String message = file + ": the thread was interrupted while reading it";
    assertEquals(message, interrupted(() -> Safetensors.open(file)));
    assertEquals(message, interrupted(() -> LanguageModelFile.load(file)));
    assertEquals(message, interrupted(() -> LanguageModelFile.read(file)));
  }

  @Test
  void readingValues() throws IOException {
    try (SafetensorsReader reader = Safetensors.open(file)) {
      assertEquals(
          file + ": the thread was interrupted while reading it",
          interrupted(() -> reader.floats("w")));
    }
  }

  @Test
  void writing() throws IOException {
    byte[] before = Files.readAllBytes(file);
    String message = interrupted(() -> Safetensors.write(file, Map.of(), tensors(2)));
    assertEquals(
        file + ": the thread was interrupted while writing it; what was there before is unchanged",
        message);
    assertArrayEquals(before, Files.readAllBytes(file));
    try (var files = Files.list(directory)) {
      assertEquals(1, files.count(), "no temporary file is left");
    }
  }
}
