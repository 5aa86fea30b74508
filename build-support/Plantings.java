import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Plants the mistakes of {@code plantings.txt} one at a time and runs the tests named with each.
 * Called by {@code plantings.sh} with the repository, the class path of its tests, and words that
 * the names of wanted plantings contain. With the word {@code --check} it only compares the list
 * with the sources and needs no class path.
 *
 * <p>A planting changes one source file, which is compiled into a folder that stands before the
 * others on the class path of a JVM of its own. Constants of the compiler are copied into other
 * classes and would not change there; so plant where they are used.
 */
final class Plantings {
  private static final List<String> MODULES =
      List.of("rnn-core", "rnn-testkit", "rnn-simd", "rnn-train");
  private static final int TESTS_FAILED = 1; // exit codes of JUnit's console launcher
  private static final int NO_TESTS = 2;
  private static final int TIMEOUT_MINUTES = 10;

  private final Path root;
  private final Path work;
  private final String classPath;
  private final Map<String, List<Path>> sources = new HashMap<>();

  private Plantings(Path root, String libraries) throws IOException {
    this.root = root;
    work = root.resolve("target/plantings");
    List<String> folders = new ArrayList<>();
    for (String module : MODULES) {
      folders.add(root.resolve(module).resolve("target/fast/classes").toString());
      folders.add(root.resolve(module).resolve("target/fast/test-classes").toString());
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src"))) {
        files
            .filter(f -> f.toString().endsWith(".java"))
            .forEach(f -> sources.computeIfAbsent(name(f), any -> new ArrayList<>()).add(f));
      }
    }
    folders.add(libraries);
    classPath = String.join(File.pathSeparator, folders);
  }

  private static String name(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }

  /** What to replace in which class, and which tests have to find it, with what JVM options. */
  private record Planting(
      String name, String type, String old, String mistake, List<String> tests,
      List<String> options, String equivalent) {}

  public static void main(String[] args) throws Exception {
    Plantings plantings = new Plantings(Path.of(args[0]), args[1]);
    List<String> words = Arrays.asList(args).subList(2, args.length);
    List<Planting> all = read(plantings.root.resolve("build-support/plantings.txt"));
    if (words.equals(List.of("--check"))) {
      System.exit(plantings.allFit(all) ? 0 : 1);
    }
    List<Planting> wanted =
        all.stream()
            .filter(p -> words.isEmpty() || words.stream().anyMatch(p.name()::contains))
            .toList();
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("no planting has a name with one of " + words);
    }
    if (!plantings.allFit(wanted)) { // before the first is tried
      System.exit(1);
    }
    for (Planting planting : wanted) {
      plantings.compile(planting);
    }
    plantings.checkTestsPass(wanted);
    System.exit(plantings.tryAll(wanted) ? 0 : 1);
  }

  private static List<Planting> read(Path list) throws IOException {
    List<Planting> all = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    String key = "";
    for (String line : Files.readAllLines(list)) {
      if (line.startsWith("[")) {
        finish(fields, all);
        fields.put("name", line.substring(1, line.lastIndexOf(']')));
      } else if (line.startsWith(" ")) {
        fields.merge(key, line.strip(), (text, more) -> (text + " " + more).strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        key = line.substring(0, line.indexOf(':'));
        fields.put(key, line.substring(line.indexOf(':') + 1).strip());
      }
    }
    finish(fields, all);
    return all;
  }

  private static void finish(Map<String, String> fields, List<Planting> all) {
    if (!fields.isEmpty()) {
      all.add(
          new Planting(
              fields.get("name"),
              required(fields, "class"),
              required(fields, "old"),
              required(fields, "new"),
              List.of(required(fields, "tests").split(" +")),
              options(fields),
              fields.getOrDefault("equivalent", "")));
      fields.clear();
    }
  }

  private static List<String> options(Map<String, String> fields) {
    List<String> options = new ArrayList<>();
    for (String key : List.of("bits", "blocking")) {
      if (fields.containsKey(key)) {
        options.add("-Ddev.rnn4j.simd." + key + "=" + fields.get(key));
      }
    }
    return options;
  }

  private static String required(Map<String, String> fields, String key) {
    return switch (fields.get(key)) {
      case null -> throw new IllegalArgumentException("no \"" + key + ":\" in " + fields);
      case String value -> value;
    };
  }

  /** Says which of them do not fit the sources; compiles nothing. */
  private boolean allFit(List<Planting> list) throws IOException {
    int misfits = 0;
    for (Planting planting : list) {
      try {
        planted(planting);
        planting.tests().forEach(this::source);
      } catch (IllegalArgumentException e) {
        misfits++;
        System.out.printf("[%s]: %s%n", planting.name(), e.getMessage());
      }
    }
    System.out.printf(
        "%d plantings, %d of which do not fit the sources%s%n",
        list.size(), misfits, misfits == 0 ? "" : "; mend build-support/plantings.txt");
    return misfits == 0;
  }

  /** The source with its mistake; blanks and line ends in the text to replace do not count. */
  private String planted(Planting planting) throws IOException {
    String pattern =
        Arrays.stream(planting.old().split(" +"))
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+"));
    String source = Files.readString(source(planting.type()));
    Matcher matcher = Pattern.compile(pattern).matcher(source);
    long found = matcher.results().count();
    if (found != 1) {
      throw new IllegalArgumentException(
          "the text to replace stands %d times in %s and must stand there once"
              .formatted(found, planting.type()));
    }
    return matcher.reset().replaceFirst(Matcher.quoteReplacement(planting.mistake()));
  }

  private Path source(String type) {
    List<Path> found = sources.getOrDefault(type, List.of());
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "there must be one class " + type + ", but there are " + found.size());
    }
    return found.getFirst();
  }

  private void checkTestsPass(List<Planting> wanted) throws Exception {
    clear();
    Map<List<String>, Set<String>> byOptions = new LinkedHashMap<>();
    for (Planting planting : wanted) {
      byOptions
          .computeIfAbsent(planting.options(), any -> new TreeSet<>())
          .addAll(planting.tests());
    }
    for (var tests : byOptions.entrySet()) {
      if (runTests(List.copyOf(tests.getValue()), tests.getKey()) != 0) {
        throw new IllegalStateException(
            "the tests fail with nothing planted; see " + work.resolve("tests.log"));
      }
    }
    System.out.printf("the tests pass with nothing planted%n");
  }

  private boolean tryAll(List<Planting> wanted) throws Exception {
    int found = 0;
    int equivalent = 0;
    for (Planting planting : wanted) {
      long begun = System.nanoTime();
      compile(planting);
      boolean isFound = runTests(planting.tests(), planting.options()) != 0;
      boolean isEquivalent = !planting.equivalent().isEmpty();
      found += isFound ? 1 : 0;
      equivalent += isEquivalent && !isFound ? 1 : 0;
      String result = isFound ? "found" : isEquivalent ? "equivalent" : "SURVIVED";
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.out.printf("%-10s %4.0f s  %s%n", result, seconds, planting.name());
    }
    int survived = wanted.size() - found - equivalent;
    System.out.printf(
        "%d planted, %d found, %d equivalent, %d survived%n",
        wanted.size(), found, equivalent, survived);
    return survived == 0;
  }

  private void compile(Planting planting) throws IOException {
    clear();
    Path original = source(planting.type());
    Path source = work.resolve("source").resolve(original.getFileName());
    Files.createDirectories(source.getParent());
    Files.createDirectories(work.resolve("classes"));
    Files.writeString(source, planted(planting));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter log = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = new ArrayList<>(List.of("-nowarn", "-proc:none", "-cp", classPath));
      options.addAll(List.of("-d", work.resolve("classes").toString()));
      options.addAll(List.of("--add-modules", "jdk.incubator.vector"));
      var units = files.getJavaFileObjects(source);
      if (!compiler.getTask(log, files, null, options, null, units).call()) {
        throw new IllegalArgumentException("[" + planting.name() + "] does not compile: " + log);
      }
    }
  }

  private void clear() throws IOException {
    for (String folder : List.of("source", "classes")) {
      if (Files.isDirectory(work.resolve(folder))) {
        try (Stream<Path> files = Files.walk(work.resolve(folder))) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  /** Returns 0 if they pass; tests that do not end have found something, too. */
  private int runTests(List<String> tests, List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "--add-modules", "jdk.incubator.vector"));
    command.addAll(options);
    command.addAll(List.of("-Djqwik.database=", "-cp"));
    command.add(work.resolve("classes") + File.pathSeparator + classPath);
    command.addAll(List.of("org.junit.platform.console.ConsoleLauncher", "execute"));
    command.addAll(List.of("--details=summary", "--disable-banner", "--fail-if-no-tests"));
    command.add("--config=jqwik.shrinking.default=OFF"); // a mistake is found, however small
    command.addAll(List.of("--config=junit.jupiter.execution.timeout.default=2m"));
    for (String test : tests) {
      command.add("--select-class=" + className(source(test)));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(root.resolve("rnn-train").toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("tests.log").toFile())
            .start();
    if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return TESTS_FAILED;
    }
    int code = process.exitValue();
    if (code == NO_TESTS) {
      throw new IllegalStateException("no tests in " + tests);
    }
    return code;
  }

  private static String className(Path source) {
    Path java = source;
    while (!java.getFileName().toString().equals("java")) {
      java = java.getParent();
    }
    return java.relativize(source).toString().replace(".java", "").replace(File.separatorChar, '.');
  }
}
