package dev.rnn4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the packages of this project may depend on, as their {@code package-info} says, and nothing
 * else does. One sentence, in one form:
 *
 * <pre>May depend on: {@code core.kernel}, {@code core.tensor}.</pre>
 *
 * A name is a package of this project without {@code dev.rnn4j}, one of its modules ({@code core},
 * all packages of it), or the beginning of the names of foreign packages. {@code nothing} stands
 * for an empty list; {@code java} is always allowed.
 *
 * @param name of the package, without {@code dev.rnn4j}
 * @param allowed the names
 */
record DeclaredDependencies(String name, List<String> allowed) {
  static final String PROJECT = "dev.rnn4j.";

  private static final Pattern SENTENCE =
      Pattern.compile("May depend on: ((?:\\{@code [\\w.]+}(?:, )?)+|nothing)\\.");
  private static final Pattern NAME = Pattern.compile("\\{@code ([\\w.]+)}");

  /** The list in the source of a {@code package-info}; none if there is no such sentence. */
  static Optional<List<String>> parse(String source) {
    Matcher sentence = SENTENCE.matcher(source.replaceAll("\\s+\\*?\\s*", " "));
    return sentence.find()
        ? Optional.of(NAME.matcher(sentence.group(1)).results().map(name -> name.group(1)).toList())
        : Optional.empty();
  }

  /** Those of every package of a module that has a class. */
  static List<DeclaredDependencies> of(String module) {
    Path sources = Path.of("..", "rnn-" + module, "src", "main", "java");
    List<DeclaredDependencies> all = new ArrayList<>();
    try (Stream<Path> folders = Files.walk(sources)) {
      for (Path folder : folders.filter(DeclaredDependencies::hasClasses).toList()) {
        String full = sources.relativize(folder).toString().replace('\\', '/').replace('/', '.');
        String name = full.substring(PROJECT.length());
        Path info = folder.resolve("package-info.java");
        String source = Files.exists(info) ? Files.readString(info) : "";
        all.add(new DeclaredDependencies(name, parse(source).orElseThrow(() -> lacking(info))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static boolean hasClasses(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> name.endsWith(".java") && !name.endsWith("-info.java"));
    } catch (IOException e) {
      return false; // not a folder
    }
  }

  private static AssertionError lacking(Path info) {
    return new AssertionError(
        info + " lacks a sentence of the form \"May depend on: {@code core.kernel}.\"");
  }

  /** Whether a name of {@link #allowed} stands for packages of this project. */
  static boolean isOurs(String allowed) {
    return allowed.matches("(core|simd|train|cli)(\\..+)?");
  }

  /** The packages of {@link #allowed}, this one, and what is always allowed, as ArchUnit's. */
  String[] patterns() {
    List<String> patterns = new ArrayList<>(List.of("java..", "org.jspecify.annotations.."));
    patterns.add(PROJECT + name);
    for (String each : allowed) {
      boolean onePackage = isOurs(each) && each.indexOf('.') > 0;
      patterns.add(
          onePackage ? PROJECT + each : isOurs(each) ? PROJECT + each + ".." : each + "..");
    }
    return patterns.toArray(String[]::new);
  }

  @Override
  public String toString() {
    return name;
  }
}
