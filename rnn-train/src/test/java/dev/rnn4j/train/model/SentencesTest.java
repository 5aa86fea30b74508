package dev.rnn4j.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.data.StreamBatches;
import dev.rnn4j.train.data.TextCut;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.eval.NeuralCache;
import dev.rnn4j.train.eval.Perplexity;
import dev.rnn4j.train.loop.TrainingExample;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** J is the mean over tokens, however the sentences of a text stand beside each other. */
class SentencesTest {
  private static final int[] TEXT = TrainingExample.text(211, 4);
  private static final int START = TrainingExample.vocabulary().startId();
  private static final List<String> KERNELS = List.of("scalar", "simd");

  private static LanguageModelConfig config(CellConfig cell) {
    return new LanguageModelConfig(cell, TrainingExample.VOCABULARY, 9, List.of(13, 6), 0, false);
  }

  private static LanguageModel model(CellConfig cell, String kernels) {
    LanguageModelConfig config = config(cell);
    return LanguageModel.of(
        config,
        TrainingExample.vocabulary(),
        config.newParameters(Initialization.uniform(0.7f), new RandomSource(1)),
        KernelSelection.named(kernels).kernels());
  }

  private static List<int[]> sentences() {
    List<int[]> sentences = new ArrayList<>();
    int from = 0;
    for (int n = 0; n < TEXT.length; n++) {
      if (TEXT[n] == START || n == TEXT.length - 1) {
        sentences.add(Arrays.copyOfRange(TEXT, from, n + 1));
        from = n + 1;
      }
    }
    return sentences;
  }

  private static double[] losses(LanguageModel model, int threads, TextCut cut, int[] text) {
    try (Workers workers = new Workers(threads)) {
      double[] losses = new double[text.length];
      new Evaluator(model, workers, cut).evaluate(text, losses);
      return losses;
    }
  }

  @Test
  void thePerplexityOfStreamsOfOneSentenceIsThatOfRaggedBatches() {
    for (String kernels : KERNELS) {
      for (CellConfig cell : CellConfig.all()) {
        LanguageModel model = model(cell, kernels);
        double[] alone = new double[TEXT.length];
        int n = 0;
        for (int[] sentence : sentences()) {
          double[] losses = losses(model, 1, TextCut.STREAMS, sentence);
          System.arraycopy(losses, 0, alone, n, losses.length);
          n += losses.length;
        }
        for (int threads = 1; threads <= 3; threads++) {
          Bits.assertEqual(kernels, alone, losses(model, threads, TextCut.SENTENCES, TEXT));
        }
        Bits.assertEqual(kernels, alone, losses(model, 1, TextCut.WHOLE, TEXT));
        try (Workers workers = new Workers(1)) {
          Perplexity together = new Evaluator(model, workers, TextCut.SENTENCES).evaluate(TEXT);
          assertEquals(TEXT.length, together.tokens());
          assertEquals(Perplexity.of(alone).value(), together.value(), 1e-12 * together.value());
        }
      }
    }
  }

  private static LanguageModelTask task(int[] text, Batching batching) {
    return LanguageModelTask.builder(TrainingExample.vocabulary(), text)
        .config(config(new LstmCell()))
        .options(new LanguageModelOptions(batching, Objective.MEAN, Initialization.uniform(0.7f)))
        .kernels(KernelSelection.named("scalar").kernels())
        .build();
  }

  private static double[] gradient(LanguageModelTask task) {
    task.beginEpoch(0, 3);
    double[] sum = new double[task.gradients().values().length];
    double targets = 0;
    for (int step = 0; step < task.steps(); step++) {
      task.beginStep(step, 5);
      task.compute(Worker.solo());
      task.finishStep();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) task.gradients().values()[i] * task.targets(step);
      }
      targets += task.targets(step);
    }
    double all = targets;
    return Arrays.stream(sum).map(g -> g / all).toArray();
  }

  /** The mean over tokens: batches count by their tokens, not by their sentences. */
  @Test
  void theGradientOfTheWholeTextIsThatOfItsSentencesByTheirTokens() {
    double[] whole = gradient(task(TEXT, new Batching(1, Batching.UNCUT, TextCut.WHOLE)));
    double[] each = gradient(task(TEXT, new Batching(1, Batching.UNCUT, TextCut.SENTENCES)));
    double[] some = gradient(task(TEXT, new Batching(7, Batching.UNCUT, TextCut.SENTENCES)));
    double[] streams = new double[whole.length];
    for (int[] sentence : sentences()) {
      double[] one = gradient(task(sentence, new Batching(1, Batching.UNCUT)));
      for (int i = 0; i < one.length; i++) {
        streams[i] += one[i] * sentence.length / TEXT.length;
      }
    }
    for (int i = 0; i < whole.length; i++) {
      double tolerance = 2e-6;
      assertEquals(whole[i], each[i], tolerance);
      assertEquals(whole[i], some[i], tolerance);
      assertEquals(whole[i], streams[i], tolerance);
    }
  }

  @Test
  void anEmptySequenceKeepsItsStateAndAddsNothing() {
    for (String kernels : KERNELS) {
      for (CellConfig cell : CellConfig.all()) {
        LanguageModelConfig config = config(cell);
        Parameters parameters =
            config.newParameters(Initialization.uniform(0.7f), new RandomSource(1));
        EmptySequences.check(config, parameters, KernelSelection.named(kernels).kernels());
      }
    }
  }

  @Test
  void aCacheRemembersWhatStandsInEarlierSentences() {
    LanguageModel model = model(new LstmCell(), "simd");
    try (Workers workers = new Workers(2)) {
      NeuralCache.Losses losses =
          new NeuralCache(model, workers, 60, TextCut.SENTENCES).losses(TEXT, 0, 1);
      Bits.assertEqual("model", losses(model, 1, TextCut.SENTENCES, TEXT), losses.model());
      // with theta 0 the cache is the relative frequency among the last positions
      for (int n = 1; n < TEXT.length; n++) {
        int from = Math.max(0, n - 60);
        int now = TEXT[n];
        long same = Arrays.stream(TEXT, from, n).filter(id -> id == now).count();
        assertEquals(-Math.log((double) same / (n - from)), losses.cache()[0][n], 1e-12);
      }
    }
  }

  @Test
  void validationReadsSentencesToo() {
    LanguageModelTask task =
        LanguageModelTask.builder(TrainingExample.vocabulary(), TEXT)
            .valid(TEXT)
            .config(config(new LstmCell()))
            .options(
                new LanguageModelOptions(
                    new Batching(4, 50, TextCut.SENTENCES),
                    Objective.MEAN,
                    Initialization.uniform(0.7f)))
            .build();
    LanguageModel model = new LanguageModel(task.network(), task.vocabulary());
    try (Workers workers = new Workers(1)) {
      double expected = Perplexity.of(losses(model, 1, TextCut.SENTENCES, TEXT)).nats();
      assertEquals(expected, task.validate(workers, () -> false), 1e-12);
    }
  }

  /** Three sequences and two empty ones, beside the three alone. */
  private static final class EmptySequences {
    private static final int[] INPUTS = {1, 2, 3, 4, 5, 6};
    private static final int[] TARGETS = {2, 3, 4, 5, 6, StreamBatches.NO_TARGET};

    static void check(LanguageModelConfig config, Parameters parameters, Kernels kernels) {
      LanguageModelNetwork network = LanguageModelNetwork.trainable(config, parameters, kernels);
      Parameters without = new Parameters(config.layout());
      Parameters with = new Parameters(config.layout());
      RecurrentState three = network.newState(3);
      RecurrentState five = network.newState(5);
      fill(three);
      fill(five);
      RecurrentState before = five.copy();
      LanguageModelPass small =
          run(new LanguageModelPass(network, 3, 3, without), SequenceBatch.of(3, 2, 1), three);
      LanguageModelPass large =
          run(new LanguageModelPass(network, 3, 5, with), SequenceBatch.of(3, 2, 1, 0, 0), five);
      assertEquals(small.totalLoss(), large.totalLoss());
      Bits.assertEqual("gradients", without.values(), with.values());
      for (int l = 0; l < five.layers(); l++) {
        Bits.assertEqual(
            "h",
            before.hidden(l).rowRange(3, 5).copy().data(),
            five.hidden(l).rowRange(3, 5).copy().data());
        Bits.assertEqual(
            "h of the others", three.hidden(l).data(), five.hidden(l).rowRange(0, 3).copy().data());
        Bits.assertEqual(
            "c",
            before.cell(l).rowRange(3, 5).copy().data(),
            five.cell(l).rowRange(3, 5).copy().data());
      }
    }

    private static void fill(RecurrentState state) {
      for (int l = 0; l < state.layers(); l++) {
        for (Matrix matrix : List.of(state.hidden(l), state.cell(l))) {
          for (int r = 0; r < matrix.rows(); r++) {
            for (int c = 0; c < matrix.cols(); c++) {
              matrix.set(r, c, (r + 1) * 0.03f - c * 0.02f + l * 0.1f);
            }
          }
        }
      }
    }

    private static LanguageModelPass run(
        LanguageModelPass pass, SequenceBatch shape, RecurrentState state) {
      pass.begin(shape, state);
      pass.forwardTraining(Worker.solo(), INPUTS, 1);
      pass.backward(Worker.solo(), INPUTS, TARGETS, 0.2f, 1);
      pass.end(state);
      return pass;
    }
  }
}
