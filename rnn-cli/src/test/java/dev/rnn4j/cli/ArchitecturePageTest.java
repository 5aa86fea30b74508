package dev.rnn4j.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md names what there is. */
class ArchitecturePageTest {
  private static final Pattern FILE = Pattern.compile("`(?:rnn-\\w+: )?([\\w/]+\\.java)`");

  private static String page() throws IOException {
    return Files.readString(SharedData.repositoryRoot().resolve("docs/architecture.md"));
  }

  @Test
  void everyPackageOfTheLibrariesHasARow() throws IOException {
    String page = page();
    for (String module : List.of("core", "train")) {
      for (DeclaredDependencies each : DeclaredDependencies.of(module)) {
        boolean within = each.name().equals("core.io.json"); // told beside core.io
        assertTrue(within || page.contains("\n| `" + each.name() + "` |"), each.name());
      }
    }
  }

  @Test
  void everyFileOnThePathOfAProductExists() throws IOException {
    List<Path> files = sources();
    List<String> named = FILE.matcher(page()).results().map(name -> name.group(1)).toList();
    assertTrue(named.size() >= 15, () -> "the page names " + named.size() + " files");
    for (String name : named) {
      assertTrue(files.stream().anyMatch(file -> file.endsWith(name)), () -> "no " + name);
    }
  }

  private static List<Path> sources() throws IOException {
    Path root = SharedData.repositoryRoot();
    List<Path> files = new ArrayList<>();
    for (String module : List.of("core", "simd", "train")) {
      try (Stream<Path> tree = Files.walk(root.resolve("rnn-" + module + "/src/main/java"))) {
        tree.forEach(files::add);
      }
    }
    return files;
  }
}
