package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.Worker;
import java.util.Map;

/** Moves parameters against their gradient; owns whatever moments it needs. */
public interface Optimizer {
  /**
   * One update.
   *
   * @param w whose share to compute; all workers have met before, none waits for another
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
}
