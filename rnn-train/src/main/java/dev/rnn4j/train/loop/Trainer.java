package dev.rnn4j.train.loop;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.StreamBatches;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.loop.TrainingOptions.Batching;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.GlobalNorm;
import dev.rnn4j.train.optim.Optimizer;
import java.util.function.Consumer;

/**
 * Trains a language model by truncated back-propagation through time: the state is carried from
 * window to window and no gradient crosses their boundary. The same seed, data and options give the
 * same bits, for any number of threads, in one go or stopped and resumed.
 */
public final class Trainer {
  private static final long INITIALIZATION = 1;
  private static final long DROPOUT = 2;

  /** Longer steps could make a parameter infinite; nothing that learns comes near. */
  private static final double LONGEST_STEP = 1e30;

  /** The square of a larger gradient, of which Adam keeps a mean, could be infinite. */
  private static final double LARGEST_GRADIENT = 1e18;

  private final TrainingOptions options;
  private final Workers workers;
  private final int[] train;
  private final Vocabulary vocabulary;
  private final int[] valid;
  private final LanguageModelNetwork model;
  private final Parameters gradients;
  private final GlobalNorm norm;
  private final Optimizer optimizer;
  private final StreamBatches batches;
  private final LanguageModelPass pass;
  private final SequenceBatch lastShape;
  private final RecurrentState state;
  private final float[] best;
  private final int[] inputs;
  private final int[] targets;
  private final double[] norms;
  private final Consumer<Worker> stepTask = this::step;
  private TrainingPosition position = TrainingPosition.START;
  private float rate;
  private float objectiveScale;
  private long dropoutKey;
  private volatile boolean stopRequested;

  /**
   * A trainer of a new model.
   *
   * @param config the architecture
   * @param vocabulary the tokens
   * @param options how to train
   * @param train token ids to train on, 1 or more
   * @param valid token ids to choose the best epoch by; empty for the last epoch
   * @param kernels the arithmetic
   * @param workers who compute
   * @throws IllegalArgumentException if the sizes do not fit each other, or there is nothing to
   *     train on
   */
  public Trainer(
      LanguageModelConfig config,
      Vocabulary vocabulary,
      TrainingOptions options,
      int[] train,
      int[] valid,
      Kernels kernels,
      Workers workers) {
    if (train.length == 0) {
      throw new IllegalArgumentException("there is no token to train on");
    }
    this.options = options;
    this.workers = workers;
    this.train = train;
    this.vocabulary = vocabulary;
    this.valid = valid;
    Batching batching = options.batching();
    batches = new StreamBatches(train, vocabulary.startId(), batching.streams(), batching.window());
    Parameters parameters =
        config.newParameters(
            options.initialization(),
            new RandomSource(RandomSource.derive(options.seed(), INITIALIZATION)));
    model = LanguageModelNetwork.trainable(config, parameters, kernels);
    gradients = new Parameters(parameters.layout());
    int size = parameters.values().length;
    norm = new GlobalNorm(size, kernels);
    optimizer = options.optimization().optimizer().create(size, kernels);
    int rows = Math.multiplyExact(batches.steps(0), batches.streams());
    pass = new LanguageModelPass(model, batches.steps(0), batches.streams(), gradients);
    lastShape = SequenceBatch.full(batches.steps(batches.windows() - 1), batches.streams());
    state = model.newState(batches.streams());
    best = parameters.values().clone();
    inputs = new int[rows];
    targets = new int[rows];
    norms = new double[workers.count()];
  }

  /**
   * Trains until the last epoch, until patience runs out, or until a stop is requested. An
   * interrupt of the thread that trains is such a request too; the thread stays interrupted.
   *
   * @param listener hears of the progress
   * @return true if the training is complete; false if it was stopped and can be resumed
   * @throws TrainingDivergedException if the loss or the gradient is no longer a number
   */
  public boolean run(ProgressListener listener) {
    while (outcome() == TrainingOutcome.UNFINISHED) {
      while (position.step() < batches.windows()) {
        if (isStopped()) {
          return false;
        }
        listener.onStep(trainWindow());
      }
      double validLoss = validate();
      if (isStopped()) {
        return false;
      }
      listener.onEpoch(finishEpoch(validLoss));
    }
    return true;
  }

  /**
   * Whether {@link #run} has anything left to do, and if not, why; after a stop there is.
   *
   * @return all epochs done before patience ran out, if both are the case
   */
  public TrainingOutcome outcome() {
    if (position.epoch() >= options.epochs()) {
      return TrainingOutcome.EPOCHS_DONE;
    }
    boolean impatient = options.patience() > 0 && position.failuresInARow() >= options.patience();
    return impatient ? TrainingOutcome.PATIENCE_RAN_OUT : TrainingOutcome.UNFINISHED;
  }

  private boolean isStopped() {
    return stopRequested || Thread.currentThread().isInterrupted();
  }

  /** Asks {@link #run} to return after the current step; from any thread. */
  public void requestStop() {
    stopRequested = true;
  }

  private StepReport trainWindow() {
    int index = position.step();
    if (index == 0) {
      state.reset();
    }
    batches.fill(index, inputs, targets);
    int tokens = batches.targetCount(index);
    Optimization optimization = options.optimization();
    rate = (float) learningRate();
    objectiveScale = optimization.objective().scale(tokens, batches.streams());
    long key = RandomSource.derive(options.seed(), DROPOUT);
    dropoutKey = RandomSource.derive(key, (long) position.epoch() * batches.windows() + index);
    pass.begin(index == batches.windows() - 1 ? lastShape : pass.full(), state);
    workers.run(stepTask);
    pass.end(state);
    double loss = pass.totalLoss();
    checkUsable(loss, norms[0]);
    optimizer.finishUpdate();
    position = position.afterStep(loss, tokens);
    return new StepReport(
        position.epoch(),
        index,
        batches.windows(),
        tokens,
        loss / tokens,
        position.epochLossSum() / position.epochTokens(),
        norms[0],
        rate);
  }

  /** One step, executed by every worker. */
  private void step(Worker w) {
    float[] theta = model.parameters().values();
    float[] gradient = gradients.values();
    pass.forwardTraining(w, inputs, dropoutKey);
    pass.backward(w, inputs, targets, objectiveScale, dropoutKey);
    double gradientNorm = norm.of(w, gradient);
    norms[w.index()] = gradientNorm;
    if (!isUsable(pass.totalLoss(), gradientNorm)) {
      return; // the same for all workers; reported by the caller
    }
    float factor = GlobalNorm.factor(gradientNorm, options.optimization().clip());
    optimizer.update(w, theta, gradient, factor, rate);
    w.barrier();
    model.repack(w);
  }

  /** Whether the step that follows leaves parameters and moments finite; false for NaN. */
  private boolean isUsable(double loss, double gradientNorm) {
    double clipped = gradientNorm * GlobalNorm.factor(gradientNorm, options.optimization().clip());
    return Double.isFinite(loss) && clipped <= LARGEST_GRADIENT && rate * clipped <= LONGEST_STEP;
  }

  private void checkUsable(double loss, double gradientNorm) {
    if (!isUsable(loss, gradientNorm)) {
      throw new TrainingDivergedException(
          "training diverged in epoch "
              + (position.epoch() + 1)
              + ", step "
              + (position.step() + 1)
              + ": loss "
              + loss
              + ", gradient norm "
              + gradientNorm
              + "; try a lower learning rate or a lower clip");
    }
  }

  /** The learning rate of the current epoch. */
  private double learningRate() {
    Optimization optimization = options.optimization();
    return optimization.learningRate()
        * optimization.schedule().factor(position.epoch(), position.failures());
  }

  private double validate() {
    if (valid.length == 0) {
      return Double.NaN;
    }
    return new Evaluator(model, vocabulary.startId(), workers, 1)
        .evaluate(valid, this::isStopped)
        .nats();
  }

  private EpochReport finishEpoch(double validLoss) {
    double trainLoss = position.epochLossSum() / position.epochTokens();
    double finishedRate = learningRate();
    if (valid.length > 0 && !Double.isFinite(validLoss)) {
      throw new TrainingDivergedException(
          "training diverged in epoch "
              + (position.epoch() + 1)
              + ": validation loss "
              + validLoss
              + "; try a lower learning rate or a lower clip");
    }
    boolean improved = valid.length == 0 || validLoss < position.bestLoss();
    if (improved) {
      float[] theta = model.parameters().values();
      System.arraycopy(theta, 0, best, 0, theta.length);
    }
    int epoch = position.epoch();
    position = position.afterEpoch(validLoss, improved);
    return new EpochReport(epoch, trainLoss, validLoss, improved, finishedRate);
  }

  /**
   * The parameters of the best epoch so far; before the first has ended, the initial ones.
   *
   * @return live values, overwritten at the next better epoch
   */
  public Parameters bestParameters() {
    return new Parameters(model.parameters().layout(), best);
  }

  /**
   * The model in training.
   *
   * @return the model, with the parameters of the last step
   */
  public LanguageModelNetwork model() {
    return model;
  }

  /**
   * The tokens.
   *
   * @return the vocabulary
   */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * The options.
   *
   * @return as given
   */
  public TrainingOptions options() {
    return options;
  }

  /**
   * Where the training stands.
   *
   * @return the position after the last complete step
   */
  public TrainingPosition position() {
    return position;
  }

  /**
   * The state carried to the next pass.
   *
   * @return live values
   */
  public RecurrentState state() {
    return state;
  }

  /**
   * The optimiser.
   *
   * @return with its moments
   */
  public Optimizer optimizer() {
    return optimizer;
  }

  /**
   * The text as it is cut.
   *
   * @return the batches
   */
  public StreamBatches batches() {
    return batches;
  }

  /**
   * Tells texts apart, so that a run is not resumed on another one.
   *
   * @return a checksum of the ids of the training and validation text
   */
  public long textFingerprint() {
    return TokenChecksum.of(train) << 32 | TokenChecksum.of(valid);
  }

  /**
   * Resumes at a position, after the parameters, the best ones, the moments and the state have been
   * put back into the live arrays.
   *
   * @param resumed where the stopped run stood
   * @throws IllegalArgumentException if there is no such position in this text and its batches
   */
  public void resumeAt(TrainingPosition resumed) {
    checkExists(resumed);
    position = resumed;
    workers.run(model::repack);
  }

  private void checkExists(TrainingPosition resumed) {
    resumed.requireLossesOf(valid.length > 0);
    if (resumed.step() > batches.windows()) {
      throw new IllegalArgumentException(
          "the position is after step "
              + resumed.step()
              + " of an epoch, but an epoch has "
              + batches.windows()
              + " steps");
    }
    long tokens = 0;
    for (int i = 0; i < resumed.step(); i++) {
      tokens += batches.targetCount(i);
    }
    if (tokens != resumed.epochTokens()) {
      throw new IllegalArgumentException(
          "the position is after "
              + resumed.epochTokens()
              + " tokens of an epoch, but its "
              + resumed.step()
              + " steps have "
              + tokens);
    }
  }
}
