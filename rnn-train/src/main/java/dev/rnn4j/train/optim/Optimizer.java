package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.Worker;
import java.util.Map;

/** Moves parameters against their gradient; owns whatever moments it needs. */
public interface Optimizer {
  /**
   * One update.
   *
   * @param w whose share to compute; all workers have met before, and need not have met again when
   *     this returns
   * @param theta the parameters, updated
   * @param gradient as long as theta
   * @param scale factor on the gradient, such as clipping asks for
   * @param rate learning rate
   */
  void update(Worker w, float[] theta, float[] gradient, float scale, float rate);

  /** Counts an update; called once after all workers have done theirs. */
  void finishUpdate();

  /**
   * Updates done so far.
   *
   * @return how many
   */
  long updates();

  /**
   * Continues a run that was stopped, after the moments have been put back.
   *
   * @param updates as {@link #updates()} was
   * @throws IllegalArgumentException if the moments are none that updates leave
   */
  void resumeAt(long updates);

  /**
   * The moments by name.
   *
   * @return live arrays, each as long as the parameters; empty if there are none
   */
  Map<String, float[]> moments();

  /**
   * Hears of a validation; called by one thread, between two updates.
   *
   * @param loss what was measured, finite; less is better
   */
  default void afterValidation(double loss) {}

  /**
   * What the training has led to so far: validated and kept in place of the parameters that move.
   * Between two updates.
   *
   * @param theta the parameters that move
   * @return theta, or one of the {@link #moments}, which the caller leaves as it is
   */
  default float[] result(float[] theta) {
    return theta;
  }

  /**
   * What there is to know for a run that is resumed, besides the moments and the number of updates.
   *
   * @return any finite numbers; empty for nothing
   */
  default double[] memory() {
    return new double[0];
  }

  /**
   * Puts it back; called before {@link #resumeAt}.
   *
   * @param memory as {@link #memory} was
   * @throws IllegalArgumentException if it cannot be
   */
  default void recall(double[] memory) {
    if (memory.length > 0) {
      throw new IllegalArgumentException(
          "this optimizer remembers nothing, but there are " + memory.length + " numbers");
    }
  }
}
