package dev.rnn4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.testkit.SharedData;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's embedding example, taken from the page, compiled and run as a reader would. */
class ReadmeExampleTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void theEmbeddingExampleCompilesAndPrintsAProbability() throws Exception {
    writeModel(folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("Example.java"), program(example()));
    String classPath = jarOf(LanguageModelFile.class);
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "Example.java")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(java.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, java.waitFor(), output);
    assertTrue(Pattern.compile("p\\(A\\|L\\) = 0\\.\\d+").matcher(output).find(), output);
  }

  /** A session has one array for all steps, so of two results that are kept one is wrong. */
  @Test
  void theEmbeddingExampleKeepsOneResultOfASession() throws IOException {
    long kept = Pattern.compile("= session\\.step").matcher(example()).results().count();
    assertEquals(1, kept, example());
  }

  private static String example() throws IOException {
    Matcher block =
        JAVA.matcher(Files.readString(SharedData.repositoryRoot().resolve("README.md")));
    assertTrue(block.find(), "README.md has no java block");
    String example = block.group(1);
    assertEquals(5, example.lines().count(), "the example is promised to have five lines");
    return example;
  }

  private static String program(String lines) {
    return """
    import dev.rnn4j.core.io.LanguageModelFile;
    import dev.rnn4j.core.model.LanguageModel;
    import dev.rnn4j.core.model.LanguageModelSession;
    import java.nio.file.Path;
    public class Example {
      public static void main(String[] args) throws Exception {
    """
        + lines
        + "}}";
  }

  private static String jarOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static void writeModel(Path file) throws IOException {
    Vocabulary vocabulary =
        new Vocabulary(Vocabulary.Level.CHARACTER, List.of("\n", Vocabulary.UNK, "A", "L"));
    LanguageModelConfig config =
        new LanguageModelConfig(new LstmCell(), 4, 3, List.of(5), 0, false);
    Parameters parameters = config.newParameters(Initialization.uniform(0.1f), new RandomSource(1));
    new LanguageModelFile(config, vocabulary, parameters, Map.of()).write(file);
  }
}
