package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.testkit.Matrices;
import dev.rnn4j.testkit.SharedData;
import dev.rnn4j.train.JdkTool;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Property;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/**
 * The code of docs/checking-gradients.md, taken from the page, compiled and run as readers would.
 */
class CheckingGradientsPageTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** Calls what JUnit and jqwik would call. */
  private static final String RUNNER =
      """
      public class Runner {
        public static void main(String[] args) {
          HighwayCellTest test = new HighwayCellTest();
          test.gradientsAreRightInOne();
          test.gradientsAreRightInEveryShape(dev.rnn4j.testkit.Matrices.of(2, 9, -2, 2, 5));
          System.out.println("both ran");
        }
      }
      """;

  @TempDir Path folder;

  private static String page() throws IOException {
    return Files.readString(SharedData.repositoryRoot().resolve("docs/checking-gradients.md"));
  }

  private static List<String> examples() throws IOException {
    Matcher blocks = JAVA.matcher(page());
    List<String> examples = new ArrayList<>();
    while (blocks.find()) {
      examples.add(blocks.group(1));
    }
    assertEquals(2, examples.size());
    return examples;
  }

  @Test
  void theCellIsCheckedWithTwoJarsAndTheForgottenTermIsNamed() throws Exception {
    Files.writeString(folder.resolve("HighwayCell.java"), examples().getFirst());
    String jars = JdkTool.pathOf(Matrix.class, GradientCheck.class);
    String output = JdkTool.run(folder, "java", List.of("-cp", jars, "HighwayCell.java"));
    assertTrue(output.contains("the gradient of a agrees"), output);
    assertTrue(
        Pattern.compile("gradient of s is off in \\d+ elements: .*; worst: row \\d+, column")
            .matcher(output)
            .find(),
        output);
    assertTrue(output.contains("the gradient of x agrees"), output);
  }

  @Test
  void whatTheExamplesImportIsAmongTheDependencies() throws IOException {
    String page = page();
    for (String module : List.of("train", "testkit")) {
      assertTrue(examples().getLast().contains("import dev.rnn4j." + module + "."), module);
      assertTrue(page.contains("<artifactId>rnn-" + module + "</artifactId>"), module);
    }
  }

  @Test
  void whatThePageNamesOfTheTestkitIsPublic() throws Exception {
    String table = page().substring(page().indexOf("| in `dev.rnn4j.testkit` |"));
    Matcher names = Pattern.compile("`([A-Z][A-Za-z]+)`").matcher(table.replace("`Kernels`", ""));
    int count = 0;
    for (; names.find(); count++) {
      Class<?> type = Class.forName("dev.rnn4j.testkit." + names.group(1));
      assertTrue(Modifier.isPublic(type.getModifiers()), type.getName());
    }
    assertTrue(count > 8, count + " names");
  }

  @Test
  void theTestOfTheCellCompilesAndPasses() throws Exception {
    Map<String, String> sources =
        Map.of(
            "HighwayCell.java", examples().getFirst(),
            "HighwayCellTest.java", examples().getLast(),
            "Runner.java", RUNNER);
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Files.writeString(folder.resolve(source.getKey()), source.getValue());
    }
    String path =
        "."
            + File.pathSeparator
            + JdkTool.pathOf(
                Matrix.class,
                GradientCheck.class,
                Matrices.class,
                Property.class,
                Test.class,
                API.class,
                AssertionFailedError.class);
    JdkTool.run(
        folder,
        "javac",
        List.of("-cp", path, "HighwayCellTest.java", "HighwayCell.java", "Runner.java"));
    assertEquals("both ran", JdkTool.run(folder, "java", List.of("-cp", path, "Runner")).strip());
  }
}
