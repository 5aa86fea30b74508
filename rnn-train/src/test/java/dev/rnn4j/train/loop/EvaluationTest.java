package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.testkit.Cells;
import dev.rnn4j.train.data.StreamBatches;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.eval.Perplexity;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What a model is measured by does not depend on how the measuring is organised. */
class EvaluationTest {
  private static final int[] TEXT = TrainingExample.text(613, 9);
  private static final List<String> KERNELS = List.of("scalar", "simd");

  private static LanguageModel model(CellConfig cell, float range, String kernels) {
    LanguageModelConfig config =
        new LanguageModelConfig(cell, TrainingExample.VOCABULARY, 9, List.of(13, 6), 0.5f, false);
    Parameters parameters =
        range > 0
            ? config.newParameters(Initialization.uniform(range), new RandomSource(1))
            : new Parameters(config.layout());
    return LanguageModel.of(
        config, TrainingExample.vocabulary(), parameters, KernelSelection.named(kernels).kernels());
  }

  private static Perplexity evaluate(LanguageModel model, int threads, int streams, int[] text) {
    try (Workers workers = new Workers(threads)) {
      return new Evaluator(model, workers, streams).evaluate(text);
    }
  }

  private static Perplexity evaluate(LanguageModel model, int streams) {
    return evaluate(model, 1, streams, TEXT);
  }

  /** The loss of every token, with the state carried over windows of a length. */
  private static double[] losses(LanguageModel model, int window) {
    StreamBatches batches = new StreamBatches(TEXT, model.vocabulary().startId(), 1, window);
    LanguageModelPass pass = new LanguageModelPass(model.network(), batches.steps(0), 1);
    RecurrentState state = model.network().newState(1);
    int[] inputs = new int[window];
    int[] targets = new int[window];
    double[] all = new double[TEXT.length];
    for (int i = 0; i < batches.windows(); i++) {
      batches.fill(i, inputs, targets);
      pass.begin(SequenceBatch.full(batches.steps(i), 1), state);
      pass.forward(Worker.solo(), inputs);
      pass.loss(Worker.solo(), targets);
      pass.end(state);
      System.arraycopy(pass.losses(), 0, all, i * window, batches.steps(i));
    }
    return all;
  }

  @Test
  void theLengthOfTheWindowChangesNoBit() {
    for (String kernels : KERNELS) {
      for (CellConfig cell : Cells.examples()) {
        LanguageModel model = model(cell, 0.6f, kernels);
        double[] whole = losses(model, TEXT.length);
        for (int window : new int[] {1, 2, 7, 35, 256, 612}) {
          Bits.assertEqual(kernels + ", windows of " + window, whole, losses(model, window));
        }
        double sum = Arrays.stream(whole).sum();
        assertEquals(sum, evaluate(model, 1).totalLoss(), 1e-12 * sum);
      }
    }
  }

  @Test
  void aSessionScoresEveryTokenAsEvaluationDoesToTheBit() {
    for (String kernels : KERNELS) {
      LanguageModel model = model(new LstmCell(), 0.6f, kernels);
      double[] negated = Arrays.stream(losses(model, 35)).map(loss -> -loss).toArray();
      Bits.assertEqual(kernels, negated, model.newSession().score(TEXT));
    }
  }

  @Test
  void anyNumberOfThreadsMeasuresTheSameBits() {
    for (String kernels : KERNELS) {
      LanguageModel model = model(new LstmCell(), 0.6f, kernels);
      for (int streams : new int[] {1, 10}) {
        int[] text = Arrays.copyOf(TEXT, 150);
        Perplexity alone = evaluate(model, 1, streams, text);
        for (int threads : new int[] {2, 3, 8}) {
          assertEquals(alone, evaluate(model, threads, streams, text), kernels);
        }
      }
    }
  }

  @Test
  void streamsBeginInTheInitialStateAndStillPredictEveryToken() {
    LanguageModel model = model(new LstmCell(), 0.6f, "scalar");
    Perplexity one = evaluate(model, 1);
    Perplexity seven = evaluate(model, 7);
    assertEquals(TEXT.length, seven.tokens());
    assertEquals(one.nats(), seven.nats(), 0.05);
    assertTrue(one.totalLoss() != seven.totalLoss());
    assertEquals(TEXT.length, evaluate(model, 5000).tokens());
  }

  @Test
  void parametersOfZeroHaveThePerplexityOfTheVocabulary() {
    for (String kernels : KERNELS) {
      for (CellConfig cell : Cells.examples()) {
        LanguageModel model = model(cell, 0, kernels);
        double perplexity = evaluate(model, 1).value();
        assertEquals(TrainingExample.VOCABULARY, perplexity, 1e-6, kernels);
      }
    }
  }

  @Test
  void oneTextDoesNotChangeWhatTheNextMeasures() {
    int[] other = TrainingExample.text(300, 10);
    for (int streams : new int[] {1, 5}) {
      for (CellConfig cell : Cells.examples()) {
        LanguageModel model = model(cell, 0.6f, "scalar");
        Perplexity alone = evaluate(model, streams);
        try (Workers workers = new Workers(1)) {
          Evaluator evaluator = new Evaluator(model, workers, streams);
          evaluator.evaluate(other);
          assertEquals(alone, evaluator.evaluate(TEXT), cell + " after another text");
          assertEquals(alone, evaluator.evaluate(TEXT), cell + " after itself");
          evaluator.evaluate(other, stopAfter(1));
          assertEquals(alone, evaluator.evaluate(TEXT), cell + " after a stopped text");
        }
      }
    }
  }

  /** Stops before another window when so many have been predicted. */
  private static BooleanSupplier stopAfter(int windows) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.getAndIncrement() == windows;
  }

  @Test
  void aStoppedEvaluationMeasuresTheBeginningOfTheText() {
    LanguageModel model = model(new LstmCell(), 0.6f, "scalar");
    int[] text = TrainingExample.text(1000, 9);
    try (Workers workers = new Workers(1)) {
      Evaluator evaluator = new Evaluator(model, workers);
      assertEquals(new Perplexity(0, 0), evaluator.evaluate(text, stopAfter(0)));
      long before = 0;
      for (int windows = 1; before < text.length; windows++) {
        Perplexity stopped = evaluator.evaluate(text, stopAfter(windows));
        assertTrue(stopped.tokens() > before && windows < text.length, stopped.toString());
        int[] beginning = Arrays.copyOf(text, (int) stopped.tokens());
        assertEquals(evaluator.evaluate(beginning), stopped, windows + " windows");
        before = stopped.tokens();
      }
    }
  }

  @Test
  void aStoppedEvaluationOfSeveralStreamsCountsWhatWasPredicted() {
    LanguageModel model =
        model(new ElmanCell(Activation.TANH), 0, "scalar"); // every token costs log V
    int[] text = TrainingExample.text(1000, 9);
    try (Workers workers = new Workers(1)) {
      for (int streams : new int[] {2, 7, 40}) {
        for (int windows = 0; windows < 4; windows++) {
          Perplexity stopped =
              new Evaluator(model, workers, streams).evaluate(text, stopAfter(windows));
          double expected = stopped.tokens() * Math.log(TrainingExample.VOCABULARY);
          assertEquals(expected, stopped.totalLoss(), 1e-6 * expected, stopped.toString());
          assertEquals(windows > 0, stopped.tokens() > 0);
        }
      }
    }
  }

  @Test
  void bitsAndNatsAndPerplexityAreOneNumber() {
    Perplexity eight = new Perplexity(10, 10 * Math.log(8));
    assertEquals(3, eight.bits(), 1e-12);
    assertEquals(8, eight.value(), 1e-12);
    assertTrue(Double.isNaN(new Perplexity(0, 0).nats()));
    LanguageModel model = model(new ElmanCell(Activation.TANH), 0, "scalar");
    try (Workers workers = new Workers(1)) {
      assertEquals(0, new Evaluator(model, workers).evaluate(new int[0]).tokens());
    }
  }
}
