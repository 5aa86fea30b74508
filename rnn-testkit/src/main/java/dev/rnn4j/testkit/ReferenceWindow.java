package dev.rnn4j.testkit;

import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.Arrays;

/**
 * One window of truncated back-propagation: what goes into the model besides its parameters.
 *
 * @param steps T
 * @param batch B
 * @param inputs token ids, (T, B) time-major: element t*B + b
 * @param targets token ids in the same order; a negative one is ignored
 * @param initial the state before step 0; it is a constant of the window, not a variable
 * @param masks dropout multipliers per site, each (T*B, width) row-major: site 0 is the embedding's
 *     output, site l + 1 the output of layer l; empty for no dropout
 */
// Compared nowhere: a window is only handed on.
@SuppressWarnings("ArrayRecordComponent")
public record ReferenceWindow(
    int steps, int batch, int[] inputs, int[] targets, ReferenceState initial, double[][] masks) {

  /** Checks that the sequences have T*B elements. */
  public ReferenceWindow {
    if (inputs.length != steps * batch || targets.length != steps * batch) {
      throw new IllegalArgumentException(
          "inputs (%d) and targets (%d) must have T*B = %d*%d elements"
              .formatted(inputs.length, targets.length, steps, batch));
    }
  }

  /**
   * A window without dropout.
   *
   * @param steps T
   * @param batch B
   * @param inputs token ids, (T, B) time-major
   * @param targets token ids in the same order; a negative one is ignored
   * @param initial the state before step 0
   */
  public ReferenceWindow(
      int steps, int batch, int[] inputs, int[] targets, ReferenceState initial) {
    this(steps, batch, inputs, targets, initial, new double[0][]);
  }

  /**
   * A window that starts from the zero state, without dropout.
   *
   * @param config the model
   * @param batch B; T is the number of inputs divided by B
   * @param inputs token ids, (T, B) time-major
   * @param targets token ids in the same order; a negative one is ignored
   * @return the window
   */
  public static ReferenceWindow fresh(
      LanguageModelConfig config, int batch, int[] inputs, int[] targets) {
    ReferenceState zeros = ReferenceState.zeros(config, batch);
    return new ReferenceWindow(inputs.length / batch, batch, inputs, targets, zeros);
  }

  /**
   * A part of this window.
   *
   * @param from first step
   * @param to step after the last one
   * @param state the state before step {@code from}
   * @return the window of those steps, without dropout
   */
  public ReferenceWindow range(int from, int to, ReferenceState state) {
    int[] in = Arrays.copyOfRange(inputs, from * batch, to * batch);
    int[] out = Arrays.copyOfRange(targets, from * batch, to * batch);
    return new ReferenceWindow(to - from, batch, in, out, state);
  }

  /**
   * The same window without dropout.
   *
   * @return as for evaluation
   */
  public ReferenceWindow withoutDropout() {
    return new ReferenceWindow(steps, batch, inputs, targets, initial);
  }
}
