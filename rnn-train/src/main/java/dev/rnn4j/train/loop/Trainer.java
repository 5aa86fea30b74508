package dev.rnn4j.train.loop;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.Optimizer;
import dev.rnn4j.train.task.TrainingTask;
import java.util.function.Consumer;

/**
 * Trains whatever a {@link TrainingTask} is: steps, epochs, validation, the best parameters so far,
 * patience. The same seed, task and options give the same bits, for any number of threads, in one
 * go or stopped and resumed.
 */
public final class Trainer {
  private static final long STEP_KEYS = 2;
  private static final long EPOCH_KEYS = 3;

  private final TrainingTask task;
  private final TrainingOptions options;
  private final Workers workers;
  private final TrainingStep step;
  private final float[] best;
  private final Consumer<Worker> work = this::work;
  private TrainingPosition position = TrainingPosition.START;
  private float rate;
  private float share;
  private double stepLoss;
  private boolean lastBatch;
  private volatile boolean stopRequested;

  /**
   * A trainer that has not begun.
   *
   * @param task what to train, with its initial parameters
   * @param options how
   * @param workers who compute
   */
  public Trainer(TrainingTask task, TrainingOptions options, Workers workers) {
    this.task = task;
    this.options = options;
    this.workers = workers;
    step =
        new TrainingStep(
            task.parameters(),
            task.gradients(),
            task::repack,
            options.optimization(),
            task.kernels());
    best = task.parameters().values().clone();
  }

  /**
   * How many steps an epoch has.
   *
   * @return the batches of the task, or fewer if several make a step
   */
  public int stepsInEpoch() {
    return Math.ceilDiv(task.steps(), options.optimization().accumulate());
  }

  /**
   * Trains until the last epoch, until patience runs out, or until a stop is requested. An
   * interrupt of the thread that trains is such a request too; the thread stays interrupted.
   *
   * @param listener hears of the progress
   * @return true if the training is complete; false if it was stopped and can be resumed
   * @throws TrainingDivergedException if a loss or a gradient is no longer a number
   */
  public boolean run(ProgressListener listener) {
    while (outcome() == TrainingOutcome.UNFINISHED) {
      if (position.step() == 0) {
        beginEpoch(position.epoch());
      }
      while (position.step() < stepsInEpoch()) {
        if (isStopped()) {
          return false;
        }
        listener.onStep(trainStep());
      }
      double validLoss = task.validates() ? validate() : Double.NaN;
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

  private void beginEpoch(int epoch) {
    long key = RandomSource.derive(options.seed(), EPOCH_KEYS);
    task.beginEpoch(epoch, RandomSource.derive(key, epoch));
  }

  /** One or more batches, and an update. */
  private StepReport trainStep() {
    int index = position.step();
    int first = firstBatch(index);
    int end = firstBatch(index + 1);
    int targets = 0;
    double weight = 0;
    stepLoss = 0;
    rate = (float) learningRate();
    for (int batch = first; batch < end; batch++) {
      weight += task.weight(batch);
      share = (float) (task.weight(batch) / weight);
      lastBatch = batch == end - 1;
      targets += task.targets(batch);
      task.beginStep(batch, batchKey(batch));
      workers.run(work);
      if (lastBatch) {
        step.finish(position.epoch(), index);
      }
      task.finishStep();
      stepLoss += task.loss();
    }
    position = position.afterStep(stepLoss, targets);
    return new StepReport(
        position.epoch(),
        index,
        stepsInEpoch(),
        targets,
        stepLoss / targets,
        position.epochLossSum() / position.epochTargets(),
        step.gradientNorm(),
        rate);
  }

  private int firstBatch(int stepIndex) {
    return (int) Math.min(task.steps(), (long) stepIndex * options.optimization().accumulate());
  }

  private long batchKey(int batch) {
    long key = RandomSource.derive(options.seed(), STEP_KEYS);
    return RandomSource.derive(key, (long) position.epoch() * task.steps() + batch);
  }

  /** One batch, executed by every worker. */
  private void work(Worker w) {
    task.compute(w);
    if (options.optimization().accumulate() > 1) {
      step.accumulate(w, share);
    }
    if (lastBatch) {
      step.update(w, stepLoss + task.loss(), rate);
    }
  }

  /** Measures what the training has led to, which need not be the parameters that move. */
  @SuppressWarnings("ReferenceEquality") // the same array, not one with the same values
  private double validate() {
    float[] theta = task.parameters().values();
    float[] result = step.optimizer().result(theta);
    if (result == theta) {
      return task.validate(workers, this::isStopped);
    }
    exchange(theta, result);
    try {
      return task.validate(workers, this::isStopped);
    } finally {
      exchange(theta, result);
    }
  }

  private void exchange(float[] theta, float[] other) {
    for (int i = 0; i < theta.length; i++) {
      float value = theta[i];
      theta[i] = other[i];
      other[i] = value;
    }
    workers.run(task::repack);
  }

  /** The learning rate of the current step; after the last of an epoch, that of the last. */
  private double learningRate() {
    Optimization optimization = options.optimization();
    int steps = stepsInEpoch();
    int index = Math.min(position.step(), steps - 1);
    return optimization.learningRate()
        * optimization.schedule().factor(position.epoch(), index, steps, position.failures());
  }

  private EpochReport finishEpoch(double validLoss) {
    double trainLoss = position.epochLossSum() / position.epochTargets();
    double finishedRate = learningRate();
    if (task.validates() && !Double.isFinite(validLoss)) {
      throw new TrainingDivergedException(
          "training diverged in epoch "
              + (position.epoch() + 1)
              + ": validation loss "
              + validLoss
              + "; try a lower learning rate or a lower clip");
    }
    boolean improved = !task.validates() || validLoss < position.bestLoss();
    if (improved) {
      float[] result = step.optimizer().result(task.parameters().values());
      System.arraycopy(result, 0, best, 0, best.length);
    }
    if (task.validates()) {
      step.optimizer().afterValidation(validLoss);
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
    return new Parameters(task.parameters().layout(), best);
  }

  /**
   * What is trained.
   *
   * @return the task, with the parameters of the last step
   */
  public TrainingTask task() {
    return task;
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
   * The optimiser.
   *
   * @return with its moments
   */
  public Optimizer optimizer() {
    return step.optimizer();
  }

  /**
   * Resumes at a position, after the parameters, the best ones, the moments and what is carried
   * have been put back into the live arrays.
   *
   * @param resumed where the stopped training stood
   * @throws IllegalArgumentException if there is no such position in this task
   */
  public void resumeAt(TrainingPosition resumed) {
    checkExists(resumed);
    position = resumed;
    workers.run(task::repack);
  }

  private void checkExists(TrainingPosition resumed) {
    resumed.requireLossesOf(task.validates());
    if (resumed.step() > stepsInEpoch()) {
      throw new IllegalArgumentException(
          "the position is after step "
              + resumed.step()
              + " of an epoch, but an epoch has "
              + stepsInEpoch()
              + " steps");
    }
    beginEpoch(resumed.epoch());
    long targets = 0;
    for (int i = 0; i < firstBatch(resumed.step()); i++) {
      targets += task.targets(i);
    }
    if (targets != resumed.epochTargets()) {
      throw new IllegalArgumentException(
          "the position is after "
              + resumed.epochTargets()
              + " targets of an epoch, but its "
              + resumed.step()
              + " steps have "
              + targets);
    }
  }
}
