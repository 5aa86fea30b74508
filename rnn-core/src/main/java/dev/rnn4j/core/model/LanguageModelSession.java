package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;

/**
 * One stream of tokens through a shared {@link LanguageModel}: keeps the recurrent state, and
 * allocates nothing per step. For one thread at a time; any number of sessions may run side by
 * side.
 */
public final class LanguageModelSession {
  private final LanguageModel model;
  private final LanguageModelPass pass;
  private final RecurrentState state;
  private final Worker worker = Worker.solo();
  private final int[] token = new int[1];
  private final Matrix probabilities;

  LanguageModelSession(LanguageModel model) {
    this.model = model;
    pass = new LanguageModelPass(model, 1, 1, false);
    state = model.newState(1);
    probabilities = Matrix.zeros(1, model.config().vocabularySize());
  }

  /**
   * Reads one token.
   *
   * @param id the token, 0 to V - 1
   * @return V logits of the token after it; the session's own array, overwritten by the next call
   * @throws IndexOutOfBoundsException if there is no such token; the state is then unchanged
   */
  public float[] step(int id) {
    token[0] = id;
    pass.begin(state);
    pass.forward(worker, token);
    pass.end(state);
    return pass.logits().data();
  }

  /**
   * Reads one token.
   *
   * @param id the token, 0 to V - 1
   * @return V probabilities of the token after it; the session's own array, overwritten by the next
   *     call
   * @throws IndexOutOfBoundsException if there is no such token; the state is then unchanged
   */
  public float[] stepProbabilities(int id) {
    step(id);
    model.kernels().softmax(worker, pass.logits(), probabilities);
    return probabilities.data();
  }

  /** Back to the initial state. */
  public void reset() {
    state.reset();
  }

  /**
   * The state after the tokens read so far.
   *
   * @return a copy, independent of this session
   */
  public RecurrentState snapshot() {
    return state.copy();
  }

  /**
   * Goes on from a snapshot, of this session or another one of the same model.
   *
   * @param snapshot the state
   * @throws IllegalArgumentException if it is of another shape
   */
  public void restore(RecurrentState snapshot) {
    state.set(snapshot);
  }

  /**
   * Scores a text from the initial state: the log-probability of every token given those before it;
   * the first given {@link Vocabulary#startId()}. Leaves the session after the last token but one.
   *
   * @param tokens the ids of the text
   * @return ln p of each, in nats; they sum to that of the text
   * @throws IndexOutOfBoundsException if a token is not in the vocabulary
   */
  public double[] score(int[] tokens) {
    double[] logProbabilities = new double[tokens.length];
    double[] loss = new double[1];
    int[] target = new int[1];
    reset();
    int previous = model.vocabulary().startId();
    for (int n = 0; n < tokens.length; n++) {
      step(previous);
      target[0] = checkedToken(tokens[n]);
      model.kernels().crossEntropy(worker, pass.logits(), target, loss);
      logProbabilities[n] = -loss[0];
      previous = tokens[n];
    }
    return logProbabilities;
  }

  private int checkedToken(int id) {
    if (id < 0 || id >= model.config().vocabularySize()) {
      throw new IndexOutOfBoundsException(
          "token "
              + id
              + " is outside the vocabulary of 0 to "
              + (model.config().vocabularySize() - 1));
    }
    return id;
  }

  /**
   * Feeds the model's own predictions back: reads a token, draws the next, reads that, and so on.
   *
   * @param first the token to read first, such as {@link Vocabulary#startId()} or a prompt's last
   * @param length how many tokens to draw, 0 or more
   * @param sampler how to draw
   * @param random where chance comes from
   * @return the tokens drawn
   */
  public int[] generate(int first, int length, Sampler sampler, RandomSource random) {
    int[] drawn = new int[length];
    int previous = first;
    for (int n = 0; n < length; n++) {
      previous = sampler.draw(step(previous), random);
      drawn[n] = previous;
    }
    return drawn;
  }
}
