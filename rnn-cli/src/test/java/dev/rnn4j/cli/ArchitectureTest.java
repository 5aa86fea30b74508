package dev.rnn4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may depend on whom. Which package may depend on which stands in their {@code package-info},
 * see {@link DeclaredDependencies}; here it is held against the classes, with what no list may
 * allow. The tests live here because this module sees all the others; rnn-bench, which is built
 * later, and rnn-testkit are not examined.
 *
 * <p>A rule is never checked against fewer classes than its module is known to have, so that none
 * can pass because it looked in the wrong place.
 */
class ArchitectureTest {
  private static final String CORE = "dev.rnn4j.core..";
  private static final String SIMD = "dev.rnn4j.simd..";
  private static final String TRAIN = "dev.rnn4j.train..";
  private static final String CLI = "dev.rnn4j.cli..";

  private static final JavaClasses CORE_CLASSES = classesOf(30, "core");
  private static final JavaClasses SIMD_CLASSES = classesOf(3, "simd");
  private static final JavaClasses TRAIN_CLASSES = classesOf(15, "train");
  private static final JavaClasses ALL_CLASSES = classesOf(50, "core", "simd", "train", "cli");

  private static final List<DeclaredDependencies> PACKAGES =
      Stream.of("core", "simd", "train", "cli")
          .flatMap(module -> DeclaredDependencies.of(module).stream())
          .toList();

  private static List<DeclaredDependencies> packages() {
    return PACKAGES;
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageDependsOnNothingButWhatItsListNames(DeclaredDependencies declared) {
    noClasses()
        .that()
        .resideInAPackage(DeclaredDependencies.PROJECT + declared.name())
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(declared.patterns())
        .check(ALL_CLASSES);
  }

  @Test
  void everyPackageIsExamined() {
    Set<String> listed =
        PACKAGES.stream()
            .map(declared -> "dev.rnn4j." + declared.name())
            .collect(Collectors.toSet());
    Set<String> compiled =
        ALL_CLASSES.stream()
            .filter(type -> !type.getSimpleName().endsWith("-info"))
            .map(type -> type.getPackageName())
            .collect(Collectors.toSet());
    assertEquals(compiled, listed);
  }

  @Test
  void listsNamePackagesThatExist() {
    Set<String> names =
        PACKAGES.stream().map(DeclaredDependencies::name).collect(Collectors.toSet());
    names.addAll(List.of("core", "simd", "train", "cli"));
    for (DeclaredDependencies declared : PACKAGES) {
      for (String allowed : declared.allowed()) {
        assertTrue(
            !DeclaredDependencies.isOurs(allowed) || names.contains(allowed),
            () -> declared + " may depend on " + allowed + ", which does not exist");
      }
    }
  }

  @Test
  void aPackageWithoutAListIsFound() {
    assertEquals(Optional.empty(), DeclaredDependencies.parse("/** Depends on nothing. */"));
    assertEquals(
        Optional.empty(), DeclaredDependencies.parse("/** May depend on: core.tensor. */"));
    assertEquals(
        Optional.of(List.of()), DeclaredDependencies.parse("/** May depend on: nothing. */"));
    assertEquals(
        Optional.of(List.of("core.io", "core.text")),
        DeclaredDependencies.parse(
            " * <p>May depend on: {@code core.io}, {@code\n * core.text}.\n"));
  }

  /** What a model of any kind is built from, and trained with, knows neither models nor texts. */
  @Test
  void partsKnowNoModelAndNoText() {
    for (String part :
        List.of("tensor", "kernel", "random", "parameter", "cell", "layer", "head")) {
      none("dev.rnn4j.core." + part + "..", "dev.rnn4j.core.model..", "dev.rnn4j.core.text..")
          .check(CORE_CLASSES);
    }
    for (String part : List.of("optim", "task", "loop", "checkpoint")) {
      none(
              "dev.rnn4j.train." + part + "..",
              "dev.rnn4j.core.model..",
              "dev.rnn4j.core.text..",
              "dev.rnn4j.core.cell..",
              "dev.rnn4j.core.layer..",
              "dev.rnn4j.core.head..",
              "dev.rnn4j.train.data..",
              "dev.rnn4j.train.eval..",
              "dev.rnn4j.train.model..")
          .check(TRAIN_CLASSES);
    }
  }

  @Test
  void coreDependsOnTheJdkOnly() {
    dependsOnlyOn(CORE, "java..").check(CORE_CLASSES);
  }

  @Test
  void packagesOfCoreFormNoCycle() {
    slices().matching("dev.rnn4j.core.(*)..").should().beFreeOfCycles().check(CORE_CLASSES);
  }

  /** And on the JDK: com.sun.management tells the options of the JVM, see decision 18. */
  @Test
  void simdDependsOnNoModuleButCore() {
    dependsOnlyOn(SIMD, CORE, "java..", "jdk.incubator.vector..", "com.sun.management..")
        .check(SIMD_CLASSES);
  }

  @Test
  void trainDependsOnNoModuleButCore() {
    dependsOnlyOn(TRAIN, CORE, "java..").check(TRAIN_CLASSES);
  }

  @Test
  void packagesOfTrainFormNoCycle() {
    slices().matching("dev.rnn4j.train.(*)..").should().beFreeOfCycles().check(TRAIN_CLASSES);
  }

  /** The rooms are command, report, option and io, each of which knows those after it. */
  @Test
  void roomsOfTheCommandLineKnowOnlyThoseBelow() {
    none(cli("io"), cli("option"), cli("report"), cli("command")).check(ALL_CLASSES);
    none(cli("option"), cli("report"), cli("command")).check(ALL_CLASSES);
    none(cli("report"), cli("command")).check(ALL_CLASSES);
  }

  @Test
  void onlySimdTouchesTheIncubator() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SIMD)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(ALL_CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(ALL_CLASSES);
  }

  @Test
  void onlyTheCommandLineExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(ALL_CLASSES);
  }

  private static String cli(String name) {
    return "dev.rnn4j.cli." + name + "..";
  }

  /** No class of {@code from} depends on one of {@code to}. */
  private static ArchRule none(String from, String... to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to);
  }

  /** Every class of {@code from} depends on nothing but {@code from}, {@code to}, annotations. */
  private static ArchRule dependsOnlyOn(String from, String... to) {
    String[] allowed = Arrays.copyOf(to, to.length + 2);
    allowed[to.length] = from;
    allowed[to.length + 1] = "org.jspecify.annotations..";
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(allowed);
  }

  /** Classes of the modules as compiled by this build, read from their output folders. */
  private static JavaClasses classesOf(int fewest, String... modules) {
    String build = System.getProperty("dev.rnn4j.build.folder", "target");
    List<Path> folders =
        Arrays.stream(modules).map(m -> Path.of("..", "rnn-" + m, build, "classes")).toList();
    JavaClasses classes = new ClassFileImporter().importPaths(folders);
    assertTrue(
        classes.size() >= fewest,
        () -> "found " + classes.size() + " classes in " + folders + ", expected >= " + fewest);
    return classes;
  }
}
