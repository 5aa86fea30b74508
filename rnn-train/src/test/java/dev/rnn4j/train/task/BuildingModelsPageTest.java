package dev.rnn4j.train.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.testkit.SharedData;
import dev.rnn4j.train.JdkTool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models of docs/building-models.md: shown as they are, compiled, checked and trained. */
class BuildingModelsPageTest {
  private static final Path ROOT = SharedData.repositoryRoot();
  private static final Pattern QUOTED =
      Pattern.compile("<!-- (examples/\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void thePageShowsTheFilesAsTheyAre() throws IOException {
    Matcher quoted = QUOTED.matcher(Files.readString(ROOT.resolve("docs/building-models.md")));
    int count = 0;
    for (; quoted.find(); count++) {
      assertEquals(Files.readString(ROOT.resolve(quoted.group(1))), quoted.group(2));
    }
    assertEquals(5, count);
  }

  @Test
  void bothModelsHaveRightGradientsAndLearn() throws Exception {
    String output = compiledAndRun();
    Matcher checked = Pattern.compile("the gradient of \\S+ agrees").matcher(output);
    assertEquals(20, checked.results().count(), output);
    assertFalse(output.contains("is off"), output);
    Matcher accuracies = Pattern.compile("accuracy (\\S+)").matcher(output);
    int models = 0;
    for (; accuracies.find(); models++) {
      assertTrue(Double.parseDouble(accuracies.group(1)) > 0.8, output);
    }
    assertEquals(2, models, output);
  }

  private String compiledAndRun() throws Exception {
    Path sources = ROOT.resolve("examples/building-models/src/main/java/example");
    List<String> compile = new ArrayList<>(List.of("-Xlint:all", "-Werror", "-d", "."));
    String jars = JdkTool.pathOf(Matrix.class, TrainingTask.class);
    compile.addAll(List.of("-cp", jars));
    try (var files = Files.list(sources)) {
      files.forEach(file -> compile.add(file.toString()));
    }
    JdkTool.run(folder, "javac", compile);
    String path = "." + File.pathSeparator + jars;
    return JdkTool.run(folder, "java", List.of("-cp", path, "example.BuildingModels"));
  }
}
