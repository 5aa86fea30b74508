package dev.rnn4j.core.layer;

import dev.rnn4j.core.tensor.SequenceBatch;

/**
 * The softmax of the scores of one sequence, a = exp(s) / Σ exp(s), and its backward pass: what
 * every kind of attention weighs rows with. Sums are in double precision and in the order of the
 * steps. Derivation: docs/derivations/attention.md.
 *
 * <p>The values of a sequence stand at {@code from + steps.offset(t)} for t below its length: those
 * of sequence b of a batch begin at b, those that stand side by side belong to a batch of one.
 */
public final class SequenceSoftmax {
  private SequenceSoftmax() {}

  /**
   * Replaces scores by weights, which sum to 1 unless there are none.
   *
   * @param scores s, replaced by a
   * @param from where the first one stands
   * @param length of the sequence
   * @param steps where the others stand
   */
  public static void forward(float[] scores, int from, int length, SequenceBatch steps) {
    float max = Float.NEGATIVE_INFINITY;
    for (int t = 0; t < length; t++) {
      max = Math.max(max, scores[from + steps.offset(t)]);
    }
    double sum = 0;
    for (int t = 0; t < length; t++) {
      int at = from + steps.offset(t);
      double power = Math.exp((double) scores[at] - max);
      scores[at] = (float) power;
      sum += power;
    }
    for (int t = 0; t < length; t++) {
      int at = from + steps.offset(t);
      scores[at] = (float) (scores[at] / sum);
    }
  }

  /**
   * Replaces the gradients of weights by those of their scores, ds(t) = a(t) (da(t) - Σ a da).
   *
   * @param weights a, as {@link #forward} left them
   * @param from where the first one stands
   * @param length of the sequence
   * @param steps where the others stand, in both arrays
   * @param gradients da, replaced by ds
   * @param gradientFrom where the first one stands
   */
  public static void backward(
      float[] weights,
      int from,
      int length,
      SequenceBatch steps,
      float[] gradients,
      int gradientFrom) {
    double mean = 0;
    for (int t = 0; t < length; t++) {
      int at = steps.offset(t);
      mean += (double) weights[from + at] * gradients[gradientFrom + at];
    }
    for (int t = 0; t < length; t++) {
      int at = steps.offset(t);
      double centred = gradients[gradientFrom + at] - mean;
      gradients[gradientFrom + at] = (float) (weights[from + at] * centred);
    }
  }
}
