package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rnn4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of docs/gradients.md, with fewer steps, and its pictures. */
class GradientsPageTest {
  private static final String PAGE = "docs/gradients.md";
  private static final Pattern COMMAND =
      Pattern.compile("```\n\\./rnn (gradients [^\n]+)\n```", Pattern.DOTALL);
  private static final Pattern PICTURE = Pattern.compile("!\\[[^\\]]+\\]\\(([^)]+)\\)");
  private static final String FEW = "12";

  @TempDir private Path folder;

  static Stream<String> commands() throws IOException {
    return PageProgram.blocks(PAGE, COMMAND).stream().map(block -> block.group(1));
  }

  private JsonNode run(String command) throws IOException {
    String shorter =
        command
            .replaceAll("--steps \\d+", "--steps " + FEW)
            .replaceAll("--pictures \\S+", "--pictures " + folder);
    Object[] args = (shorter + " --threads 1 --sequences 2 --json").split(" ");
    return new ObjectMapper().readTree(Cli.run(args).succeeded().out());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandRuns(String command) throws IOException {
    assertTrue(run(command).get("networks").size() > 0);
  }

  @Test
  void oneRecipeDivergesWithoutClippingAndNotWithIt() throws IOException {
    List<String> recipe = commands().filter(command -> command.contains("--clip")).toList();
    assertEquals(2, recipe.size());
    assertEquals(
        recipe.getFirst().replace("--clip 0", "--clip 1"),
        recipe.getLast().replaceAll(" --pictures \\S+", ""));
    JsonNode without = run(recipe.getFirst()).get("networks").get(0).get("training");
    JsonNode with = run(recipe.getLast()).get("networks").get(0).get("training");
    assertTrue(without.has("diverged"), without.toString());
    assertEquals(Integer.parseInt(FEW), with.get("steps").asInt());
    assertTrue(with.get("percent_clipped").asDouble() > 0, with.toString());
  }

  @Test
  void everyPictureIsThere() throws IOException {
    List<MatchResult> pictures = PageProgram.blocks(PAGE, PICTURE);
    assertTrue(pictures.size() > 5);
    for (MatchResult each : pictures) {
      Path file = SharedData.repositoryRoot().resolve("docs").resolve(each.group(1));
      assertTrue(Files.readString(file).startsWith("<!-- rnn4j -->"), file.toString());
    }
  }
}
