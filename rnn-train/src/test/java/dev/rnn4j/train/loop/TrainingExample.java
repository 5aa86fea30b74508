package dev.rnn4j.train.loop;

import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.LanguageModelOptions;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.model.LanguageModelTask;
import dev.rnn4j.train.model.Objective;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import java.util.ArrayList;
import java.util.List;

/** A small training for tests, whose parts are replaced one at a time. */
public final class TrainingExample {
  /** Tokens of the vocabulary. */
  public static final int VOCABULARY = 11;

  private final LanguageModelConfig config;
  private final LanguageModelOptions settings;
  private final TrainingOptions options;
  private final int[] train;
  private final int[] valid;
  private final String kernels;

  private TrainingExample(
      LanguageModelConfig config,
      LanguageModelOptions settings,
      TrainingOptions options,
      int[] train,
      int[] valid,
      String kernels) {
    this.config = config;
    this.settings = settings;
    this.options = options;
    this.train = train;
    this.valid = valid;
    this.kernels = kernels;
  }

  /**
   * Two layers of LSTM with dropout on 157 tokens in windows of 5 steps and 4 streams: 8 steps an
   * epoch, the last one padded. Plain gradient descent, 2 epochs, on the scalar kernels.
   *
   * @return the example
   */
  public static TrainingExample small() {
    LanguageModelConfig config =
        new LanguageModelConfig(new LstmCell(), VOCABULARY, 6, List.of(7, 5), 0.25f, false);
    Optimization optimization =
        new Optimization(new SgdChoice(0), 0.5, new Schedule.HoldThenDecay(1, 0.5), 5);
    LanguageModelOptions settings =
        new LanguageModelOptions(new Batching(4, 5), Objective.MEAN, new Initialization(0.2f, 1));
    TrainingOptions options = new TrainingOptions(optimization, 2, 0, 42);
    return new TrainingExample(config, settings, options, text(157, 1), text(60, 2), "scalar");
  }

  /**
   * A text that can be learned: four times out of five a token follows from the one before.
   *
   * @param length number of tokens
   * @param seed of the text
   * @return token ids
   */
  public static int[] text(int length, long seed) {
    RandomSource random = new RandomSource(seed);
    int[] tokens = new int[length];
    int token = 0;
    for (int n = 0; n < length; n++) {
      boolean follows = random.nextDouble() < 0.8;
      token = follows ? (3 * token + 1) % VOCABULARY : random.nextInt(VOCABULARY);
      tokens[n] = token;
    }
    return tokens;
  }

  /**
   * The vocabulary of every example.
   *
   * @return {@link #VOCABULARY} words
   */
  public static Vocabulary vocabulary() {
    List<String> tokens = new ArrayList<>(List.of(Vocabulary.EOS, Vocabulary.UNK));
    for (int id = 2; id < VOCABULARY; id++) {
      tokens.add("w" + id);
    }
    return new Vocabulary(Vocabulary.Level.WORD, tokens);
  }

  public TrainingExample config(LanguageModelConfig replacement) {
    return new TrainingExample(replacement, settings, options, train, valid, kernels);
  }

  /** One simple recurrent layer without dropout. */
  public TrainingExample rnn(Activation activation) {
    return config(
        new LanguageModelConfig(new ElmanCell(activation), VOCABULARY, 6, List.of(7), 0, false));
  }

  public TrainingExample texts(int[] newTrain, int[] newValid) {
    return new TrainingExample(config, settings, options, newTrain, newValid, kernels);
  }

  public TrainingExample kernels(String name) {
    return new TrainingExample(config, settings, options, train, valid, name);
  }

  public TrainingExample batching(int streams, int window) {
    return settings(
        new LanguageModelOptions(
            new Batching(streams, window), settings.objective(), settings.initialization()));
  }

  public TrainingExample objective(Objective objective) {
    return settings(
        new LanguageModelOptions(settings.batching(), objective, settings.initialization()));
  }

  public TrainingExample optimizer(OptimizerChoice choice, double rate) {
    Optimization old = options.optimization();
    return optimization(new Optimization(choice, rate, old.schedule(), old.clip()));
  }

  public TrainingExample schedule(Schedule schedule) {
    return optimization(options.optimization().withSchedule(schedule));
  }

  public TrainingExample clip(double clip) {
    return optimization(options.optimization().withClip(clip));
  }

  private TrainingExample optimization(Optimization optimization) {
    return options(
        new TrainingOptions(optimization, options.epochs(), options.patience(), options.seed()));
  }

  public TrainingExample epochs(int epochs, int patience) {
    return options(options.until(epochs, patience));
  }

  public TrainingExample seed(long seed) {
    return options(
        new TrainingOptions(options.optimization(), options.epochs(), options.patience(), seed));
  }

  public TrainingExample settings(LanguageModelOptions replacement) {
    return new TrainingExample(config, replacement, options, train, valid, kernels);
  }

  public TrainingExample options(TrainingOptions replacement) {
    return new TrainingExample(config, settings, replacement, train, valid, kernels);
  }

  public LanguageModelConfig config() {
    return config;
  }

  public LanguageModelOptions settings() {
    return settings;
  }

  public TrainingOptions options() {
    return options;
  }

  public int[] train() {
    return train;
  }

  public int[] valid() {
    return valid;
  }

  public Kernels kernels() {
    return KernelSelection.named(kernels).kernels();
  }

  /**
   * A trainer of this example that has not begun.
   *
   * @param workers who compute
   * @return the trainer
   */
  public Trainer trainer(Workers workers) {
    return new Trainer(task(), options, workers);
  }

  private LanguageModelTask task() {
    return LanguageModelTask.builder(vocabulary(), train)
        .valid(valid)
        .config(config)
        .options(settings)
        .kernels(kernels())
        .seed(options.seed())
        .build();
  }

  /**
   * The task of a trainer of an example.
   *
   * @param trainer made here
   * @return what it trains
   */
  public static LanguageModelTask task(Trainer trainer) {
    return (LanguageModelTask) trainer.task();
  }

  /**
   * The model that a trainer of an example trains.
   *
   * @param trainer made here
   * @return its model, with the parameters of the last step
   */
  public static LanguageModel model(Trainer trainer) {
    return new LanguageModel(task(trainer).network(), task(trainer).vocabulary());
  }

  /**
   * Trains to the end on one thread.
   *
   * @param listener hears of it
   * @return the trainer afterwards
   */
  public Trainer trained(ProgressListener listener) {
    try (Workers workers = new Workers(1)) {
      Trainer trainer = trainer(workers);
      if (!trainer.run(listener)) {
        throw new IllegalStateException("stopped");
      }
      return trainer;
    }
  }
}
