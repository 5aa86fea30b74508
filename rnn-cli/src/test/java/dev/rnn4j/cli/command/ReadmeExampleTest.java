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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's embedding examples, taken from the page, compiled and run as a reader would. */
class ReadmeExampleTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void theEmbeddingExamplesCompileAndPrintAProbabilityAndAText() throws Exception {
    writeModel(folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("Example.java"), program(example(0) + example(1)));
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
    // of LATIN SMALL the model knows the letters A and L, and it writes nothing else
    Pattern text = Pattern.compile("LA(<unk>){6}ALL<unk>[AL\\n]{40}");
    assertTrue(text.matcher(output.replace("\r", "")).find(), output);
  }

  /** A session has one array for all steps, so of two results that are kept one is wrong. */
  @Test
  void theEmbeddingExampleKeepsOneResultOfASession() throws IOException {
    long kept = Pattern.compile("= session\\.step").matcher(example(0)).results().count();
    assertEquals(1, kept, example(0));
  }

  @Test
  void theFirstExampleHasFiveLinesAsPromised() throws IOException {
    assertEquals(5, example(0).lines().count());
  }

  private static String example(int n) throws IOException {
    String page = Files.readString(SharedData.repositoryRoot().resolve("README.md"));
    List<String> blocks = JAVA.matcher(page).results().map(block -> block.group(1)).toList();
    assertTrue(blocks.size() > n, "README.md has " + blocks.size() + " java blocks");
    return blocks.get(n);
  }

  private static String program(String lines) {
    return """
    import dev.rnn4j.core.io.LanguageModelFile;
    import dev.rnn4j.core.model.LanguageModel;
    import dev.rnn4j.core.model.LanguageModelSession;
    import dev.rnn4j.core.model.Sampler;
    import dev.rnn4j.core.random.RandomSource;
    import dev.rnn4j.core.text.TextDecoder;
    import dev.rnn4j.core.text.TextEncoder;
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
