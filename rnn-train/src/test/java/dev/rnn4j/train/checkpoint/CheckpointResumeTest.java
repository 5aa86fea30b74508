package dev.rnn4j.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.data.TextCut;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.Progress;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingExample;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.loop.TrainingPosition;
import dev.rnn4j.train.model.LanguageModelCheckpoint;
import dev.rnn4j.train.model.LanguageModelOptions;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is stopped and resumed ends with the bits of one that was not. */
class CheckpointResumeTest {
  /** Of the 8 steps of each of 3 epochs. */
  static final int STEPS = 24;

  @TempDir private Path directory = Path.of("");

  @Provide
  Arbitrary<OptimizerChoice> optimizers() {
    return Arbitraries.of(new SgdChoice(0), new SgdChoice(0.9f), AdamChoice.DEFAULT);
  }

  private static TrainingExample example(OptimizerChoice choice) {
    return TrainingExample.small()
        .optimizer(choice, 0.1)
        .schedule(new Schedule.OnPlateau(0.5))
        .epochs(3, 0);
  }

  /** Also stops twice at the same step, and in the last step of an epoch, before its validation. */
  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void aTrainingStoppedAnywhereIsResumedToTheBit(
      @ForAll("optimizers") OptimizerChoice choice,
      @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = STEPS) Integer> stops)
      throws IOException {
    Path file = Files.createTempFile("rnn4j", ".checkpoint");
    assertResumes(example(choice), stops.stream().sorted().toList(), 1, file);
    Files.delete(file);
  }

  @Test
  void aRateThatChangesWithEveryStepIsResumed() {
    Schedule schedule = new Schedule.WarmUp(1.25, new Schedule.Cosine(3, 0.1));
    TrainingExample example = example(new SgdChoice(0)).schedule(schedule);
    assertResumes(example, List.of(3, 8, 11, 24), 1, directory.resolve("schedule"));
    Progress progress = new Progress();
    example.trained(progress);
    for (StepReport step : progress.steps()) {
      double expected = 0.1 * schedule.factor(step.epoch(), step.step(), 8, 0);
      assertEquals((float) expected, step.learningRate());
    }
    EpochReport second = progress.epochs().get(1);
    assertEquals(0.1 * schedule.factor(1, 7, 8, 0), second.learningRate());
  }

  @Test
  void theLastStepsOfEpochsAreNoExceptionOnVectorKernels() {
    for (OptimizerChoice choice : List.of(new SgdChoice(0.9f), AdamChoice.DEFAULT)) {
      TrainingExample example = example(choice).kernels("simd");
      assertResumes(example, List.of(8, 9, 16, 23, 24), 2, directory.resolve("simd"));
    }
  }

  /** Between two windows of a group, at the end of a group, and of an epoch. */
  @Test
  void sentencesAndDocumentsAreResumedInTheOrderTheyWereIn() {
    for (TextCut cut : List.of(TextCut.SENTENCES, TextCut.DOCUMENTS, TextCut.WHOLE)) {
      LanguageModelOptions settings = TrainingExample.small().settings();
      TrainingExample example =
          example(AdamChoice.DEFAULT)
              .settings(
                  new LanguageModelOptions(
                      new Batching(4, 5, cut), settings.objective(), settings.initialization()));
      Progress whole = new Progress();
      example.trained(whole);
      int steps = whole.steps().size();
      assertTrue(steps >= 3, cut + ": " + steps);
      List<Integer> stops = IntStream.rangeClosed(1, steps).boxed().toList();
      assertResumes(example, stops, steps, 1, directory.resolve(cut.name()));
    }
  }

  private static void assertResumes(
      TrainingExample example, List<Integer> stops, int threads, Path file) {
    assertResumes(example, stops, STEPS, threads, file);
  }

  private static void assertResumes(
      TrainingExample example, List<Integer> stops, int steps, int threads, Path file) {
    Progress whole = new Progress();
    Trainer uninterrupted = example.trained(whole);
    assertEquals(steps, whole.steps().size());
    try (Workers workers = new Workers(threads)) {
      Progress parts = new Progress();
      Trainer trainer = example.trainer(workers);
      for (int stop : stops) {
        runUntil(trainer, stop, parts);
        trainer = resumed(trainer, example, workers, file);
      }
      assertTrue(trainer.run(parts));
      assertSame(uninterrupted, trainer);
      assertEquals(whole.steps(), parts.steps());
      assertEquals(whole.epochs(), parts.epochs());
    }
  }

  /** Stops after a number of steps in all; at once if there were that many already. */
  private static void runUntil(Trainer trainer, int stop, Progress progress) {
    if (progress.steps().size() >= stop) {
      trainer.requestStop();
    }
    trainer.run(
        new ProgressListener() {
          @Override
          public void onStep(StepReport report) {
            progress.onStep(report);
            if (progress.steps().size() == stop) {
              trainer.requestStop();
            }
          }

          @Override
          public void onEpoch(EpochReport report) {
            progress.onEpoch(report);
          }
        });
  }

  private static Trainer resumed(
      Trainer stopped, TrainingExample example, Workers workers, Path file) {
    try {
      Checkpoint.write(file, stopped, Map.of());
      Trainer trainer = example.trainer(workers);
      restore(file, trainer);
      assertSame(stopped, trainer);
      return trainer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void restore(Path file, Trainer trainer) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.read(file)) {
      checkpoint.restore(trainer);
    }
  }

  private static void assertSame(Trainer expected, Trainer actual) {
    Bits.assertEqual(
        "parameters", expected.task().parameters().values(), actual.task().parameters().values());
    Bits.assertEqual("best", expected.bestParameters().values(), actual.bestParameters().values());
    Map<String, float[]> moments = expected.optimizer().moments();
    moments.forEach((name, m) ->
        Bits.assertEqual(name, m, actual.optimizer().moments().getOrDefault(name, new float[0])));
    Map<String, Matrix> carried = actual.task().carried();
    assertEquals(expected.task().carried().keySet(), carried.keySet());
    expected
        .task()
        .carried()
        .forEach((name, m) ->
            Bits.assertEqual(name, m.data(), Objects.requireNonNull(carried.get(name)).data()));
    assertEquals(expected.optimizer().updates(), actual.optimizer().updates());
    assertEquals(expected.position(), actual.position());
  }

  /** As after a crash: the checkpoint is that of the last epoch's end, the steps since are lost. */
  @Test
  void aTrainingIsResumedFromTheCheckpointOfAnEpochsEnd() throws IOException {
    for (TrainingExample example :
        List.of(
            example(AdamChoice.DEFAULT),
            example(new SgdChoice(0)).rnn(Activation.RELU),
            example(new SgdChoice(0.5f)).texts(TrainingExample.text(157, 1), new int[0]))) {
      Path file = directory.resolve("epoch");
      try (Workers workers = new Workers(1)) {
        Trainer trainer = example.trainer(workers);
        trainer.run(
            new ProgressListener() {
              @Override
              public void onEpoch(EpochReport report) {
                if (report.epoch() < 2) {
                  write(file, trainer);
                }
              }
            });
        Trainer resumed = example.trainer(workers);
        restore(file, resumed);
        assertEquals(2, resumed.position().epoch());
        Progress progress = new Progress();
        assertTrue(resumed.run(progress));
        assertEquals(8, progress.steps().size());
        assertSame(trainer, resumed);
      }
    }
  }

  private static void write(Path file, Trainer trainer) {
    try {
      Checkpoint.write(file, trainer, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCompleteTrainingIsResumedWithMoreEpochs() throws IOException {
    TrainingExample three = example(AdamChoice.DEFAULT);
    Path file = directory.resolve("complete");
    try (Workers workers = new Workers(1)) {
      Trainer two = three.epochs(2, 0).trainer(workers);
      assertTrue(two.run(new Progress()));
      Checkpoint.write(file, two, Map.of());
      Trainer again = three.epochs(2, 0).trainer(workers);
      restore(file, again);
      Progress nothing = new Progress();
      assertTrue(again.run(nothing));
      assertEquals(0, nothing.steps().size());
      Trainer more = three.trainer(workers);
      restore(file, more);
      assertTrue(more.run(new Progress()));
      assertSame(three.trained(new Progress()), more);
    }
  }

  @Test
  void impatienceSurvivesAStop() throws IOException {
    TrainingExample standstill =
        TrainingExample.small().optimizer(new SgdChoice(0), 1e-30).epochs(50, 3);
    Path file = directory.resolve("patience");
    try (Workers workers = new Workers(1)) {
      Trainer trainer = standstill.trainer(workers);
      Progress progress = new Progress();
      runUntil(trainer, 20, progress);
      Trainer resumed = resumed(trainer, standstill, workers, file);
      assertTrue(resumed.run(progress));
      assertEquals(4, progress.epochs().size());
      assertEquals(3, resumed.position().failuresInARow());
    }
  }

  @Test
  void whatIsNeededToMakeAnEqualTrainerIsInTheFile() throws IOException {
    TrainingExample example = example(new AdamChoice(0.8f, 0.95f, 1e-4f)).seed(-1L << 40);
    Path file = directory.resolve("described");
    Map<String, String> notes = Map.of("train", "a \"path\"\n", "empty", "");
    try (Workers workers = new Workers(1)) {
      Checkpoint.write(file, example.trainer(workers), notes);
    }
    try (Checkpoint read = Checkpoint.read(file)) {
      assertEquals(
          new LanguageModelCheckpoint(
              example.config(), TrainingExample.vocabulary(), example.settings()),
          LanguageModelCheckpoint.of(read));
      assertEquals(example.options(), read.options());
      assertEquals(TrainingPosition.START, read.position());
      assertEquals(notes, read.notes());
    }
  }

  /** A running training replaces its checkpoint at any moment, so also at this one. */
  @Test
  void aCheckpointThatIsReplacedWhileItIsReadIsStillOneCheckpoint() throws IOException {
    TrainingExample example = example(AdamChoice.DEFAULT);
    Path file = directory.resolve("replaced");
    try (Workers workers = new Workers(1)) {
      Trainer earlier = example.trainer(workers);
      runUntil(earlier, 11, new Progress());
      Checkpoint.write(file, earlier, Map.of());
      Trainer later = example.trainer(workers);
      runUntil(later, 14, new Progress());
      Trainer resumed = example.trainer(workers);
      try (Checkpoint checkpoint = Checkpoint.read(file)) {
        Checkpoint.write(file, later, Map.of());
        checkpoint.restore(resumed);
      }
      assertSame(earlier, resumed);
      Trainer again = example.trainer(workers);
      restore(file, again);
      assertSame(later, again);
    }
  }

  /** In other JVMs too: the order of an immutable map differs from one to the next. */
  @Test
  void theOptionsAreWrittenInOneOrder() throws IOException {
    Path file = directory.resolve("order");
    try (Workers workers = new Workers(1)) {
      Checkpoint.write(file, example(AdamChoice.DEFAULT).trainer(workers), Map.of());
    }
    try (SafetensorsReader reader = Safetensors.open(file)) {
      assertEquals(
          "{\"streams\":4,\"window\":5,\"objective\":\"MEAN\",\"init_range\":0.2,"
              + "\"forget_bias\":1.0,\"optimizer\":{\"name\":\"adam\",\"beta1\":0.9,"
              + "\"beta2\":0.999,\"epsilon\":1.0E-8},\"learning_rate\":0.1,\"schedule\":{"
              + "\"name\":\"plateau\",\"decay\":0.5},\"clip\":5.0,\"epochs\":3,\"patience\":0,\"seed\":42}",
          reader.metadata().get("rnn4j.options"));
    }
  }

  @Test
  void anInterruptedThreadStopsAfterItsStepAndStillWritesItsCheckpoint() throws IOException {
    TrainingExample example = example(new SgdChoice(0.9f));
    Path file = directory.resolve("interrupted");
    try (Workers workers = new Workers(1)) {
      Trainer trainer = example.trainer(workers);
      Progress progress = new Progress();
      boolean complete =
          trainer.run(
              new ProgressListener() {
                @Override
                public void onStep(StepReport report) {
                  progress.onStep(report);
                  if (progress.steps().size() == 13) {
                    Thread.currentThread().interrupt();
                  }
                }
              });
      assertFalse(complete);
      assertEquals(13, progress.steps().size());
      Checkpoint.write(file, trainer, Map.of());
      assertTrue(Thread.interrupted(), "the interrupt is kept");
      Trainer resumed = example.trainer(workers);
      restore(file, resumed);
      assertSame(trainer, resumed);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void everyOptionIsWrittenAndRead() throws IOException {
    List<Schedule> schedules =
        List.of(
            new Schedule.Constant(),
            new Schedule.HoldThenDecay(6, 1 / 1.2),
            new Schedule.OnPlateau(0.3),
            new Schedule.StepDecay(3, 0.1),
            new Schedule.Exponential(0.95),
            new Schedule.Cosine(12, 0.1),
            new Schedule.WarmUp(0.25, new Schedule.HoldThenDecay(2, 0.5)));
    for (Schedule schedule : schedules) {
      TrainingExample example = example(new SgdChoice(0.7f)).schedule(schedule).clip(0);
      Path file = directory.resolve("options");
      try (Workers workers = new Workers(1)) {
        Checkpoint.write(file, example.trainer(workers), Map.of());
      }
      try (Checkpoint read = Checkpoint.read(file)) {
        assertEquals(example.options(), read.options());
      }
    }
  }

  @Test
  void everyOptimizerIsWrittenAndRead() throws IOException {
    List<OptimizerChoice> choices =
        List.of(
            new SgdChoice(0.7f, 0.01f),
            new OptimizerChoice.NesterovChoice(0.9f, 0.25f),
            new OptimizerChoice.NtAsgdChoice(3, 1e-6f),
            new OptimizerChoice.RmsPropChoice(0.99f, 1e-6f, 0),
            new OptimizerChoice.AdagradChoice(1e-9f, 0.5f),
            new AdamChoice(0.8f, 0.9f, 1e-7f, 0.01f));
    for (OptimizerChoice choice : choices) {
      TrainingExample small = example(choice);
      TrainingOptions options = small.options();
      Optimization optimization = options.optimization().withClipValue(0.5).withAccumulation(3);
      TrainingExample example =
          small.options(new TrainingOptions(optimization, 3, 0, options.seed()));
      Path file = directory.resolve("optimizer");
      try (Workers workers = new Workers(1)) {
        Checkpoint.write(file, example.trainer(workers), Map.of());
      }
      try (Checkpoint read = Checkpoint.read(file)) {
        assertEquals(example.options(), read.options());
      }
    }
  }
}
