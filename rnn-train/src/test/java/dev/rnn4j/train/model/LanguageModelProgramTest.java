package dev.rnn4j.train.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.testkit.SharedData;
import dev.rnn4j.train.JdkTool;
import dev.rnn4j.train.loop.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of examples/training, compiled and run as a user would. */
class LanguageModelProgramTest {
  /** The most lines that training a language model may take, without imports. */
  private static final int MOST_LINES = 25;

  @TempDir private Path folder = Path.of("");

  private static Path program() {
    return SharedData.repositoryRoot()
        .resolve("examples/training/src/main/java/example/Training.java");
  }

  private List<String> run(int epochs) throws Exception {
    Path alone = Files.createDirectories(folder.resolve("example")).resolve("Training.java");
    // beside its module-info it would be a module
    Files.copy(program(), alone, REPLACE_EXISTING);
    String jars = JdkTool.pathOf(Matrix.class, Trainer.class);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            jars,
            alone.toString(),
            folder.toString(),
            Integer.toString(epochs));
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), () -> output + read(errors));
    return output.lines().filter(line -> !line.startsWith("kernels ")).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void itLearnsSavesAndResumes() throws Exception {
    List<String> epochs = new ArrayList<>(run(2));
    assertEquals(2, epochs.size(), epochs.toString());
    epochs.addAll(run(4));
    assertEquals(4, epochs.size(), epochs.toString());
    for (int i = 0; i < epochs.size(); i++) {
      assertTrue(epochs.get(i).startsWith(i + 1 + " "), epochs.toString());
    }
    assertTrue(perplexity(epochs.getLast()) < perplexity(epochs.getFirst()), epochs.toString());
    LanguageModelFile model = LanguageModelFile.read(folder.resolve("model.safetensors"));
    assertEquals(29, model.vocabulary().size()); // a to z, blank, line end, unknown
  }

  private static double perplexity(String line) {
    return Double.parseDouble(line.substring(line.indexOf(' ')));
  }

  @Test
  void trainingTakesFewLines() throws Exception {
    List<String> lines = Files.readAllLines(program());
    int from =
        lines.indexOf(
            "  private static void train(String text, int epochs, Path folder) throws IOException {");
    assertTrue(from > 0, "the method is gone");
    int count = lines.subList(from, lines.size()).indexOf("  }") - 1;
    assertTrue(count <= MOST_LINES, count + " lines");
  }
}
