package dev.rnn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/features.md names classes, tests and options that there are. */
class FeaturesPageTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CLASS =
      Pattern.compile("(?:[a-z.]+\\.)?([A-Z]\\w+)(?:\\.[a-z]\\w*)?");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

  private static List<String> code() throws IOException {
    Matcher all = CODE.matcher(Files.readString(page()));
    return all.results().map(found -> found.group(1)).toList();
  }

  private static Path page() {
    return SharedData.repositoryRoot().resolve("docs/features.md");
  }

  private static Set<String> sources() throws IOException {
    try (Stream<Path> tree = Files.walk(SharedData.repositoryRoot())) {
      return tree.filter(file -> file.toString().contains("src"))
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void everyClassThatIsNamedExists() throws IOException {
    Set<String> missing = new TreeSet<>();
    Set<String> sources = sources();
    int named = 0;
    for (String text : code()) {
      Matcher type = CLASS.matcher(text);
      if (type.matches()) {
        named++;
        if (!sources.contains(type.group(1))) {
          missing.add(type.group(1));
        }
      }
    }
    assertEquals(Set.of(), missing);
    int count = named;
    assertTrue(count > 40, () -> "the page names " + count + " classes");
  }

  @Test
  void everyOptionThatIsNamedExists() throws IOException {
    String all = optionSources();
    Set<String> missing = new TreeSet<>();
    for (String text : code()) {
      OPTION
          .matcher(text)
          .results()
          .map(found -> found.group())
          .filter(option -> !all.contains("\"" + option + "\""))
          .forEach(missing::add);
    }
    assertEquals(Set.of(), missing);
  }

  private static String optionSources() throws IOException {
    Path root = SharedData.repositoryRoot();
    StringBuilder all = new StringBuilder();
    for (String module : List.of("rnn-cli", "rnn-bench")) {
      try (Stream<Path> tree = Files.walk(root.resolve(module + "/src/main/java"))) {
        for (Path file : tree.filter(Files::isRegularFile).toList()) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }
}
