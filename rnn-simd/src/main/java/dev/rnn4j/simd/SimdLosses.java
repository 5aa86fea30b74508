package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.KernelChecks;
import dev.rnn4j.core.kernel.ScalarLosses;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/** Probabilities of classes and losses. */
interface SimdLosses extends ScalarLosses {
  /** What says until when plain code computes. */
  WarmUp warmUp();

  @Override
  default void softmax(Worker w, Matrix logits, Matrix probabilities) {
    KernelChecks.sameShape("softmax", logits, probabilities);
    if (warmUp().takesVectors(w)) {
      Softmax.softmax(w, logits, probabilities);
    } else {
      ColdLosses.softmax(w, logits, probabilities);
    }
  }

  @Override
  default void crossEntropy(Worker w, Matrix logits, int[] targets, double[] losses) {
    KernelChecks.crossEntropy(logits, targets, losses);
    if (warmUp().takesVectors(w)) {
      Softmax.crossEntropy(w, logits, targets, losses);
    } else {
      ColdLosses.crossEntropy(w, logits, targets, losses);
    }
  }

  @Override
  default void softmaxCrossEntropy(
      Worker w, Matrix logits, int[] targets, float scale, float smoothing, double[] losses) {
    KernelChecks.crossEntropy(logits, targets, losses);
    Softmax.withGradient(w, logits, targets, scale, smoothing, losses);
  }
}
