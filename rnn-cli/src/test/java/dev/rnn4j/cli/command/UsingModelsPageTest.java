package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of docs/using-models.md, each compiled and run with a model that the page names. */
class UsingModelsPageTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("<!-- model: (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

  /** How the command line trains the model of a file in a moment; each on data of its own. */
  private static final Map<String, List<String>> TRAININGS =
      Map.of(
          "tagger.safetensors", List.of("tag", "--hidden", "8", "--embedding", "8"),
          "classifier.safetensors", List.of("classify", "--hidden", "8", "--embedding", "8"),
          "writer.safetensors",
              List.of("seq2seq", "--examples", "300", "--hidden", "8", "--embedding", "8"),
          "forecaster.safetensors", List.of("forecast", "--hidden", "8"),
          "answerer.safetensors",
              List.of("answer", "--stories", "300", "--hidden", "8", "--embedding", "8"),
          "model.safetensors", List.of("lm", "--hidden", "8", "--embedding", "8"));

  /**
   * A program of the page.
   *
   * @param model the file it loads
   * @param lines the program
   */
  record Example(String model, String lines) {
    @Override
    public String toString() {
      return model;
    }
  }

  @TempDir Path folder;

  static Stream<Example> examples() throws IOException {
    return PageProgram.blocks("docs/using-models.md", EXAMPLE).stream()
        .map(block -> new Example(block.group(1), block.group(2)));
  }

  @Test
  void everyKindOfModelHasAProgram() throws IOException {
    assertEquals(TRAININGS.keySet(), Set.copyOf(examples().map(Example::model).toList()));
    assertEquals(Tasks.names().size(), TRAININGS.size());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theProgramRunsWithAModelThatTheCommandLineTrains(Example example) throws Exception {
    Path model = folder.resolve(example.model());
    Object[] args = {"train", "--epochs", 1, "--out", model, "--task"};
    Cli.run(Cli.concat(args, TRAININGS.get(example.model()).toArray())).succeeded();
    String output = PageProgram.run(folder, example.lines());
    assertFalse(output.isBlank(), "the program prints what it gets");
  }
}
