package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.head.MaxOverTime;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierConfig;
import dev.rnn4j.core.model.ClassifierConfig.TokenDropout;
import dev.rnn4j.core.model.ClassifierNetwork;
import dev.rnn4j.core.model.ClassifierPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.ExampleTask;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Measures of classifiers, by hand; and a classifier that learns what they measure. */
class ConfusionTest {
  private static final Labels LABELS = new Labels(List.of("a", "b", "c", "d"));

  private static Confusion confusion() {
    Confusion confusion = new Confusion(LABELS);
    int[][] pairs = {{0, 0}, {0, 0}, {0, 1}, {1, 1}, {1, 0}, {2, 0}};
    for (int[] pair : pairs) {
      confusion.add(pair[0], pair[1]);
    }
    return confusion;
  }

  @Test
  void measuresAreThoseOfAHandCheckedCase() {
    Confusion confusion = confusion();
    assertEquals(6, confusion.total());
    assertEquals(1, confusion.count(0, 1));
    assertEquals(3 / 6.0, confusion.accuracy());
    assertEquals(2 / 4.0, confusion.precision(0));
    assertEquals(2 / 3.0, confusion.recall(0));
    assertEquals(4 / 7.0, confusion.f1(0), 1e-15);
    assertEquals(1 / 2.0, confusion.f1(1));
    assertEquals(0, confusion.f1(2));
    // d neither occurs nor is it predicted, so it is no class of this measurement
    assertEquals((4 / 7.0 + 1 / 2.0 + 0) / 3, confusion.macroF1(), 1e-15);
  }

  @Test
  void ofNothingAllMeasuresAreZero() {
    Confusion none = new Confusion(LABELS);
    assertEquals(0, none.accuracy());
    assertEquals(0, none.macroF1());
    assertEquals(0, none.precision(0));
  }

  @Test
  void theMajorityIsThatOfTheTraining() {
    Confusion majority =
        Classifications.majority(LABELS, List.of(1, 1, 0, 2), List.of(0, 0, 1), k -> k);
    assertEquals(1 / 3.0, majority.accuracy(), 1e-15);
    assertEquals(3, majority.predictions(1));
  }

  @Test
  void aClassifierLearnsWhichTokenATextBeginsWith() {
    List<ClassifiedSequence> train = examples(400, 1);
    List<ClassifiedSequence> valid = examples(100, 2);
    StackConfig stack = StackConfig.of(6, new GruCell(), List.of(8), Directions.CONCATENATED);
    ClassifierConfig config =
        new ClassifierConfig(5, stack, new MaxOverTime(), 4, 0.1f, new TokenDropout(0.01f, 4));
    Parameters parameters = config.newParameters(Initialization.uniform(0.3f), new RandomSource(1));
    ClassifierNetwork network =
        ClassifierNetwork.trainable(config, parameters, new ScalarKernels());
    Classifications<ClassifiedSequence> measured = Classifications.of(network, LABELS, valid);
    ExampleTask<ClassifiedSequence> task =
        ExampleTask.builder(network, g -> new ClassifierPass(network, g), train)
            .length(ClassifiedSequence::length)
            .batch(16)
            .validation((workers, stop) -> measured.measure(workers, stop).loss())
            .build();
    try (Workers workers = new Workers(1)) {
      double before = measured.measure(workers, () -> false).loss();
      assertEquals(Math.log(4), before, 0.3);
      new Trainer(task, TrainingOptions.of(12, Optimization.adam(0.01)), workers)
          .run(new ProgressListener() {});
      Confusion after = measured.measure(workers, () -> false).confusion();
      assertEquals(100, after.total());
      assertEquals(1, after.accuracy(), 0.05);
    }
  }

  private static List<ClassifiedSequence> examples(int count, long seed) {
    RandomSource random = new RandomSource(seed);
    List<ClassifiedSequence> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] tokens = new int[1 + random.nextInt(6)];
      for (int t = 0; t < tokens.length; t++) {
        tokens[t] = random.nextInt(4);
      }
      examples.add(new ClassifiedSequence(tokens, tokens[0]));
    }
    return examples;
  }
}
