package dev.rnn4j.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.data.TextCut;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.loop.TrainingExample;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever begins anew begins with the initial state that a model has learned. */
class LearnedStartTest {
  private static final int[] LINE = {3, 7, 4, 9, 5, TrainingExample.vocabulary().startId()};

  static List<CellConfig> cells() {
    return CellConfig.all();
  }

  private static LanguageModelConfig config(CellConfig cell) {
    return new LanguageModelConfig(cell, TrainingExample.VOCABULARY, 9, List.of(13, 6), 0, false)
        .withLearnedStart(true);
  }

  private static Parameters parameters(LanguageModelConfig config, float range) {
    RandomSource random = new RandomSource(2);
    Parameters parameters = config.newParameters(Initialization.uniform(0.7f), random);
    parameters.layout().entries().stream()
        .filter(entry -> entry.name().contains("initial"))
        .forEach(e -> Initializers.uniform(parameters.matrix(e.name()), range, random));
    return parameters;
  }

  private static LanguageModel model(CellConfig cell, float range) {
    LanguageModelConfig config = config(cell);
    return LanguageModel.of(
        config,
        TrainingExample.vocabulary(),
        parameters(config, range),
        KernelSelection.current().kernels());
  }

  private static double[] evaluated(LanguageModel model, TextCut cut, int[] text) {
    try (Workers workers = new Workers(2)) {
      double[] losses = new double[text.length];
      new Evaluator(model, workers, cut).evaluate(text, losses);
      return Arrays.stream(losses).map(loss -> -loss).toArray();
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void sessionsBatchesAndEvaluationsBeginWithIt(CellConfig cell) {
    LanguageModel model = model(cell, 1f);
    LanguageModelSession session = model.newSession();
    double[] fresh = session.score(LINE);
    assertNotEquals(model(cell, 0f).newSession().score(LINE)[0], fresh[0], 1e-4);
    Bits.assertEqual("after others", fresh, session.score(LINE));
    float[] first = model.newSession().step(LINE[0]);
    session.reset();
    Bits.assertEqual("after a reset", first, session.step(LINE[0]));
    Bits.assertEqual("in a batch", fresh, model.score(List.of(LINE, LINE)).get(1));
    Bits.assertEqual("as a stream", fresh, evaluated(model, TextCut.STREAMS, LINE));
    int[] twice = Arrays.copyOf(LINE, 2 * LINE.length);
    System.arraycopy(LINE, 0, twice, LINE.length, LINE.length);
    double[] both = evaluated(model, TextCut.SENTENCES, twice);
    Bits.assertEqual("second", fresh, Arrays.copyOfRange(both, LINE.length, twice.length));
  }

  /** The state that is carried from window to window is not what is learned. */
  @Test
  void itLearnsFromTheWindowsThatBeginWithIt() {
    LanguageModelTask task =
        LanguageModelTask.builder(TrainingExample.vocabulary(), TrainingExample.text(100, 1))
            .config(config(new LstmCell()))
            .options(
                new LanguageModelOptions(
                    new Batching(4, 5), Objective.MEAN, Initialization.uniform(0.7f)))
            .build();
    task.beginEpoch(0, 1);
    assertNotEquals(0, gradientOfStart(task, 0), 1e-6);
    assertEquals(0, gradientOfStart(task, 1));
  }

  private static double gradientOfStart(LanguageModelTask task, int step) {
    task.beginStep(step, 1);
    task.compute(Worker.solo());
    task.finishStep();
    double sum = 0;
    for (String name : List.of("rnn.initial_h_l0", "rnn.initial_c_l0", "rnn.initial_h_l1")) {
      for (int j = 0; j < task.gradients().matrix(name).cols(); j++) {
        sum += Math.abs(task.gradients().matrix(name).get(0, j));
      }
    }
    return sum;
  }
}
