package dev.rnn4j.cli.command;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.MemoryProblem;
import dev.rnn4j.train.gradients.LanguageModelSteps;
import dev.rnn4j.train.gradients.MemoryNetwork;
import dev.rnn4j.train.gradients.MemorySteps;
import dev.rnn4j.train.gradients.MemoryTask;
import dev.rnn4j.train.gradients.SteppedModel;
import dev.rnn4j.train.model.LanguageModelOptions;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.model.LanguageModelTask;
import dev.rnn4j.train.model.Objective;
import dev.rnn4j.train.task.TrainingTask;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the gradients of different networks are measured on: a text that they model, or a problem
 * that they solve.
 */
sealed interface GradientSubject {
  /** So many losses of a sequence of a text are differentiated, at a distance of so many steps. */
  int LOSSES = 4;

  int LOSS_STRIDE = 5;

  /** A network, and how it is trained and measured. */
  record Network(TrainingTask task, SteppedModel model) {}

  /**
   * A network to begin with.
   *
   * @param cell of all layers
   * @param hidden H of each layer, from the input up
   * @param how parameters are drawn
   */
  Network network(CellConfig cell, List<Integer> hidden, Initialization how);

  /** What both kinds have in common. */
  Common common();

  /** The largest distance that is measured. */
  default int distance() {
    return common().distance();
  }

  /** Whose losses are differentiated. */
  int[] lossSteps();

  /**
   * What both kinds have in common.
   *
   * @param kernels the arithmetic
   * @param distance the largest that is measured
   * @param sequences whose gradients are measured
   * @param batch B, of the training
   * @param seed of everything random
   */
  record Common(Kernels kernels, int distance, int sequences, int batch, long seed) {}

  /**
   * A text, modelled token by token.
   *
   * @param corpus the text
   * @param embedding width of the token vectors
   * @param window steps after which the gradient is truncated in training
   */
  record OfText(Common common, Corpus corpus, int embedding, int window)
      implements GradientSubject {
    @Override
    public Network network(CellConfig cell, List<Integer> hidden, Initialization how) {
      Vocabulary vocabulary = corpus.vocabulary();
      LanguageModelTask task =
          LanguageModelTask.builder(vocabulary, corpus.ids())
              .config(new LanguageModelConfig(cell, vocabulary.size(), embedding, hidden, 0, false))
              .options(
                  new LanguageModelOptions(
                      new Batching(common.batch(), window), Objective.MEAN, how))
              .kernels(common.kernels())
              .seed(common.seed())
              .build();
      return new Network(task, steps(common, task.network(), corpus.ids()));
    }

    private static SteppedModel steps(Common common, LanguageModelNetwork network, int[] text) {
      int steps = common.distance() + (LOSSES - 1) * LOSS_STRIDE;
      return new LanguageModelSteps(network, text, steps, common.sequences());
    }

    /** Those of a model that was trained, without its dropout. */
    static SteppedModel steps(Common common, LanguageModelFile model, int[] text) {
      LanguageModelConfig withoutDropout = model.config().withRegularization(Regularization.NONE);
      Parameters parameters = model.withWeights(WeightFormat.FLOAT32).parameters();
      return steps(
          common,
          LanguageModelNetwork.trainable(withoutDropout, parameters, common.kernels()),
          text);
    }

    @Override
    public int[] lossSteps() {
      return lossSteps(common.distance());
    }

    static int[] lossSteps(int distance) {
      return IntStream.range(0, LOSSES).map(i -> distance - 1 + i * LOSS_STRIDE).toArray();
    }
  }

  /**
   * A problem, of which the last loss is differentiated.
   *
   * @param problem what is to be learned
   * @param interval steps after which the error is measured
   */
  record OfProblem(Common common, MemoryProblem problem, int interval) implements GradientSubject {
    private static final long NETWORK = 1;
    private static final long TEST = 2;
    private static final long MEASURED = 3;

    @Override
    public Network network(CellConfig cell, List<Integer> hidden, Initialization how) {
      MemoryNetwork network =
          new MemoryNetwork(problem, cell, hidden, how, seed(NETWORK), common.kernels());
      RandomSource random = new RandomSource(seed(MEASURED));
      return new Network(
          new MemoryTask(network, common.batch(), interval, seed(TEST)),
          new MemorySteps(network, common.sequences(), random));
    }

    private long seed(long purpose) {
      return RandomSource.derive(common.seed(), purpose);
    }

    @Override
    public int[] lossSteps() {
      return new int[] {problem.steps() - 1};
    }
  }
}
