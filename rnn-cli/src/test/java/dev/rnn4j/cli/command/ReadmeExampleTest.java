package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
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
    String output = PageProgram.run(folder, example(0) + example(1));
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
    List<MatchResult> blocks = PageProgram.blocks("README.md", JAVA);
    assertTrue(blocks.size() > n, "README.md has " + blocks.size() + " java blocks");
    return blocks.get(n).group(1);
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
