package dev.rnn4j.testkit;

import java.util.List;

/**
 * Everything the reference computed for a window.
 *
 * @param logits U h + b2 before the softmax, (T*B, V) row-major
 * @param losses per row -log softmax(logits)[target], 0 where the target is ignored; (T*B)
 * @param meanLoss mean of the losses over the rows that are not ignored, 0 if all are
 * @param hidden per layer l: h(t) for all steps, before dropout, (T*B, H_l) row-major
 * @param finalState the state after step T - 1
 * @param kinkDistance smallest |z| of any ReLU unit at any step, infinite without ReLU. Within this
 *     distance the loss has a kink; a single-precision engine may land on its other side, so tests
 *     of gradients should skip cases where this is not much larger than single precision's error
 */
// Compared nowhere as a whole: tests look at its parts.
@SuppressWarnings("ArrayRecordComponent")
public record ReferenceResult(
    double[] logits,
    double[] losses,
    double meanLoss,
    List<double[]> hidden,
    ReferenceState finalState,
    double kinkDistance) {

  /** Perplexity, e to the mean loss. */
  public double perplexity() {
    return Math.exp(meanLoss);
  }
}
