package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of docs/using-models.md, each compiled and run with a model that the page names. */
class UsingModelsPageTest {
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "<!-- model: (\\S+) --task (\\S+)([^\n]*) -->\n```java\n(.*?)```", Pattern.DOTALL);

  /**
   * A program of the page.
   *
   * @param model the file it loads
   * @param task of the model
   * @param options with which the command line trains it in a moment, on data of its own
   * @param lines the program
   */
  record Example(String model, String task, String options, String lines) {
    @Override
    public String toString() {
      return model;
    }
  }

  @TempDir Path folder;

  static Stream<Example> examples() throws IOException {
    return PageProgram.blocks("docs/using-models.md", EXAMPLE).stream()
        .map(block ->
            new Example(block.group(1), block.group(2), block.group(3).strip(), block.group(4)));
  }

  @Test
  void everyKindOfModelHasAProgram() throws IOException {
    List<String> shown = examples().map(Example::task).sorted().toList();
    assertEquals(Tasks.names().stream().sorted().toList(), shown);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theProgramRunsWithAModelThatTheCommandLineTrains(Example example) throws Exception {
    Path model = folder.resolve(example.model());
    Object[] args = {"train", "--epochs", 1, "--out", model, "--task", example.task()};
    Object[] options = example.options().split(" ");
    Cli.run(Cli.concat(args, options)).succeeded();
    String output = PageProgram.run(folder, example.lines());
    assertFalse(output.isBlank(), "the program prints what it gets");
  }
}
