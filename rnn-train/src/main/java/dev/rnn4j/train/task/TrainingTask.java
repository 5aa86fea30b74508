package dev.rnn4j.train.task;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A model together with what it is trained on, as a training sees it: batches by number, a loss,
 * parameters and their gradients. What the model is, and what a batch consists of, only the task
 * knows.
 *
 * <p>A step is {@link #beginStep} on one thread, {@link #compute} by every worker, and if its
 * numbers are finite an update of the parameters, {@link #repack} by every worker and {@link
 * #finishStep} on one thread. Nothing of it should allocate. Whatever is random follows from a key
 * that is an argument, so that equal seeds give equal trainings, in one go or resumed.
 */
public interface TrainingTask {
  /**
   * What is trained.
   *
   * @return live values, initialised; whoever changes them calls {@link #repack}
   */
  Parameters parameters();

  /**
   * Where {@link #compute} leaves the gradients.
   *
   * @return live values in the layout of the parameters
   */
  Parameters gradients();

  /**
   * The arithmetic.
   *
   * @return the kernels that this computes with and its parameters are updated with
   */
  Kernels kernels();

  /**
   * Takes over parameters that were changed.
   *
   * @param w whose share to do; all workers have met when this returns
   */
  void repack(Worker w);

  /**
   * How many batches an epoch has; each is one step.
   *
   * @return 1 or more, the same in every epoch, whatever the batches consist of
   */
  int steps();

  /**
   * Arranges the batches of an epoch; called before its first step, and when a training is resumed
   * in it. Does not change what is {@link #carried}.
   *
   * @param epoch from 0
   * @param key names what is random in this epoch, such as the order of its batches
   */
  default void beginEpoch(int epoch, long key) {}

  /**
   * How many targets a batch has.
   *
   * @param step which batch of the epoch that was begun last
   * @return 1 or more
   */
  int targets(int step);

  /**
   * What the gradient of a batch is divided by, and so how much it weighs in the mean over several
   * batches.
   *
   * @param step which batch of the epoch that was begun last
   * @return above 0; by default the number of its targets
   */
  default double weight(int step) {
    return targets(step);
  }

  /**
   * Makes a batch ready. The first of an epoch also sets what is {@link #carried} to its beginning.
   *
   * @param step which batch of the epoch that was begun last
   * @param key names what is random in this step, such as dropout
   */
  void beginStep(int step, long key);

  /**
   * Forward and backward pass of the batch made ready last: the loss and the gradients.
   *
   * @param w whose share to compute; all workers have met when this returns
   */
  void compute(Worker w);

  /**
   * The loss of the batch computed last.
   *
   * @return its sum over the targets, in nats or whatever is minimised; the same for every worker
   */
  double loss();

  /** Keeps what the step leaves for the next one. */
  default void finishStep() {}

  /**
   * Whether there is anything to validate with.
   *
   * @return true if {@link #validate} measures something; always the same
   */
  default boolean validates() {
    return false;
  }

  /**
   * Measures the parameters on what they are not trained on.
   *
   * @param workers who compute
   * @param stop asked now and then; if true the result is not used, so it may be of any part
   * @return loss per target, or any other number of which less is better; NaN if nothing is
   *     measured
   */
  default double validate(Workers workers, BooleanSupplier stop) {
    return Double.NaN;
  }

  /**
   * What a step leaves for the next one, by a name for checkpoints.
   *
   * @return live values, in an order that is always the same; empty if steps are independent
   */
  default Map<String, Matrix> carried() {
    return Map.of();
  }

  /**
   * Tells data apart, so that a training is not resumed on other data.
   *
   * @return a checksum of all that it is trained on and validated with
   */
  long fingerprint();

  /**
   * What the model is, for whoever reads a checkpoint.
   *
   * @return metadata of a file by key, in an order that is always the same
   */
  Map<String, String> description();

  /**
   * Fails if a file was written of another model or of other data.
   *
   * @param metadata of the file, with what {@link #description} gave then
   * @param fingerprint what {@link #fingerprint} gave then
   * @throws IllegalArgumentException if so, saying which
   */
  default void requireSame(Map<String, String> metadata, long fingerprint) {
    if (!metadata.entrySet().containsAll(description().entrySet())) {
      throw new IllegalArgumentException(
          "it is of another model than the trainer that should resume it");
    }
    if (fingerprint != fingerprint()) {
      throw new IllegalArgumentException(
          "the data has changed since; resuming needs the same data");
    }
  }

  /**
   * What of this task's settings must be equal for a training to be resumed, by name: how the data
   * are cut into batches, say.
   *
   * @return numbers, strings and truth values, in an order that is always the same; none of the
   *     names that the options of a training have
   */
  default Map<String, Object> settings() {
    return Map.of();
  }
}
