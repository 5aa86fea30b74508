package dev.rnn4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who may depend on whom. The tests live here because this module sees all the others; rnn-bench,
 * which is built later, and rnn-testkit are not examined.
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

  @Test
  void coreDependsOnNoOtherModule() {
    none(CORE, SIMD, TRAIN, CLI).check(CORE_CLASSES);
  }

  @Test
  void coreDependsOnTheJdkOnly() {
    dependsOnlyOn(CORE, "java..").check(CORE_CLASSES);
  }

  @Test
  void tensorAndTextDependOnNoOtherPackage() {
    dependsOnlyOn("dev.rnn4j.core.tensor..", "java..").check(CORE_CLASSES);
    dependsOnlyOn("dev.rnn4j.core.text..", "java..").check(CORE_CLASSES);
  }

  @Test
  void kernelsKnowNothingOfCellsLayersOrModels() {
    none(core("kernel"), core("cell"), core("layer"), core("head"), core("model"), core("io"))
        .check(CORE_CLASSES);
  }

  @Test
  void cellsKnowNothingOfLayersModelsOrFiles() {
    none(core("cell"), core("layer"), core("model"), core("io")).check(CORE_CLASSES);
  }

  @Test
  void layersAndLossesKnowNothingOfModelsOrFiles() {
    none(core("layer"), core("model"), core("io")).check(CORE_CLASSES);
    none(core("head"), core("model"), core("io")).check(CORE_CLASSES);
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
  void dataAndOptimisersAndGradientChecksStandAlone() {
    none(train("data"), train("optim"), train("loop"), train("eval"), train("checkpoint"))
        .check(TRAIN_CLASSES);
    none(train("optim"), train("data"), train("loop"), train("eval"), train("checkpoint"))
        .check(TRAIN_CLASSES);
    none(train("gradcheck"), train("data"), train("optim"), train("loop"), train("checkpoint"))
        .check(TRAIN_CLASSES);
  }

  @Test
  void evaluationKnowsNothingOfTheLoopOrCheckpoints() {
    none(train("eval"), train("loop"), train("checkpoint")).check(TRAIN_CLASSES);
  }

  /** What trains one kind of model trains any. */
  @Test
  void trainingKnowsTasksButNoTextsVocabulariesOrModels() {
    for (String generic : List.of("task", "optim", "loop", "checkpoint")) {
      none(
              train(generic),
              core("model"),
              core("text"),
              core("cell"),
              core("layer"),
              core("head"),
              train("data"),
              train("eval"),
              train("model"))
          .check(TRAIN_CLASSES);
    }
    none(train("task"), train("optim"), train("loop"), train("checkpoint"), core("io"))
        .check(TRAIN_CLASSES);
    none(train("loop"), train("checkpoint"), core("io")).check(TRAIN_CLASSES);
  }

  @Test
  void nothingOfTrainingDependsOnTheTasksOfSingleModels() {
    none(train("data"), train("model"), train("task")).check(TRAIN_CLASSES);
    none(train("eval"), train("model"), train("task")).check(TRAIN_CLASSES);
    none(train("gradcheck"), train("model"), train("task")).check(TRAIN_CLASSES);
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

  private static String core(String name) {
    return "dev.rnn4j.core." + name + "..";
  }

  private static String cli(String name) {
    return "dev.rnn4j.cli." + name + "..";
  }

  private static String train(String name) {
    return "dev.rnn4j.train." + name + "..";
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
