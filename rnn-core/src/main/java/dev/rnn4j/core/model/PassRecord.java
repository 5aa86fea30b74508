package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Worker;

/**
 * What the buffers of a {@link LanguageModelPass} hold, so that what does not belong to it is an
 * error instead of stale numbers. Worker 0 writes it, where a barrier lies between and every worker
 * that reads it.
 */
final class PassRecord {
  private enum Holds {
    NOTHING,
    LOGITS,
    GRADIENTS
  }

  private Holds holds = Holds.NOTHING;
  private boolean training;
  private long dropoutKey;
  private int packing;

  void clear(Worker w) {
    if (w.index() == 0) {
      clear();
    }
  }

  void clear() {
    holds = Holds.NOTHING;
  }

  /** A forward pass is complete but for the logits. */
  void forward(Worker w, boolean drawn, long key, int weights) {
    if (w.index() == 0) {
      training = drawn;
      dropoutKey = key;
      packing = weights;
      holds = Holds.LOGITS;
    }
  }

  /** The logits are replaced by their gradient. */
  void backward(Worker w) {
    if (w.index() == 0) {
      holds = Holds.GRADIENTS;
    }
  }

  void requireLogits() {
    if (holds == Holds.NOTHING) {
      throw new IllegalStateException("there was no forward pass since the state was set");
    }
    if (holds == Holds.GRADIENTS) {
      throw new IllegalStateException(
          "this forward pass has had its backward pass, which replaced the logits");
    }
  }

  /** That the last forward pass was this one, with nothing changed since. */
  void requireForward(boolean sameInputs, boolean random, long key, int weights) {
    requireLogits();
    if (random && !training) {
      throw new IllegalStateException(
          "the forward pass was one without dropout; train with forwardTraining");
    }
    if (random && dropoutKey != key) {
      throw new IllegalStateException(
          "the forward pass had the dropout key " + dropoutKey + ", not " + key);
    }
    if (!sameInputs) {
      throw new IllegalStateException("the forward pass was of other inputs");
    }
    requirePacking(weights);
  }

  private void requirePacking(int weights) {
    if (packing != weights) {
      throw new IllegalStateException("the model was repacked since the forward pass");
    }
  }
}
