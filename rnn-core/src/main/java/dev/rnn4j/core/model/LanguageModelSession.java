package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Vocabulary;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One stream of tokens through a shared {@link LanguageModel}: keeps the recurrent state, and
 * allocates nothing per step. Any number of sessions may run side by side, each used by one thread
 * at a time. Threads may take turns; a call while another one is running is an {@link
 * IllegalStateException}, and disturbs neither.
 *
 * <p>A model whose weights are damaged computes what is no number. Probabilities and scores that
 * are none are an {@link IllegalStateException}; logits are returned as they are.
 */
public final class LanguageModelSession {
  private final LanguageModel model;
  private final LanguageModelPass pass;
  private final RecurrentState state;
  private final Worker worker = Worker.solo();
  private final @Nullable Workers crew;
  private final Consumer<Worker> share = this::readToken;
  private final int[] token = new int[1];
  private final int[] target = new int[1];
  private final Matrix probabilities;
  private final AtomicBoolean inUse = new AtomicBoolean();

  /**
   * A session.
   *
   * @param crew who share its steps; null if the caller does them alone
   */
  LanguageModelSession(LanguageModel model, @Nullable Workers crew) {
    this.model = model;
    this.crew = crew;
    pass = new LanguageModelPass(model.network(), 1, 1);
    state = model.network().newState(1);
    probabilities = Matrix.zeros(1, model.config().vocabularySize());
  }

  /**
   * Reads one token.
   *
   * @param id the token, 0 to V - 1
   * @return V logits of the token after it, of an adaptive softmax their log-probabilities; the
   *     session's own array, overwritten by the next call
   * @throws IndexOutOfBoundsException if there is no such token; the state is then unchanged
   */
  public float[] step(int id) {
    enter();
    try {
      return read(id);
    } finally {
      leave();
    }
  }

  private void advance(int id) {
    token[0] = id;
    pass.begin(state);
    if (crew == null) {
      readToken(worker);
    } else {
      crew.run(share);
    }
    pass.end(state);
  }

  private void readToken(Worker w) {
    pass.forward(w, token);
  }

  private float[] read(int id) {
    advance(id);
    return pass.logits().data();
  }

  /**
   * Reads one token.
   *
   * @param id the token, 0 to V - 1
   * @return V probabilities of the token after it; the session's own array, overwritten by the next
   *     call
   * @throws IndexOutOfBoundsException if there is no such token; the state is then unchanged
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public float[] stepProbabilities(int id) {
    enter();
    try {
      read(id);
      model.network().kernels().softmax(worker, pass.logits(), probabilities);
      float[] p = probabilities.data();
      if (Float.isNaN(p[0])) {
        throw damaged(); // one logit that is NaN or ∞ makes every probability NaN
      }
      return p;
    } finally {
      leave();
    }
  }

  /** Back to the initial state. */
  public void reset() {
    enter();
    state.reset();
    leave();
  }

  /**
   * The state after the tokens read so far.
   *
   * @return a copy, independent of this session
   */
  public RecurrentState snapshot() {
    enter();
    try {
      return state.copy();
    } finally {
      leave();
    }
  }

  /**
   * Continues from a snapshot, of this session or another one of the same model.
   *
   * @param snapshot the state
   * @throws IllegalArgumentException if it is of another shape
   */
  public void restore(RecurrentState snapshot) {
    enter();
    try {
      state.set(snapshot);
    } finally {
      leave();
    }
  }

  /**
   * Scores a text from the initial state: the log-probability of every token given those before it;
   * the first given {@link Vocabulary#startId()}. Leaves the session after the last token but one.
   *
   * @param tokens the ids of the text
   * @return ln p of each, in nats; they sum to that of the text
   * @throws IndexOutOfBoundsException if a token is not in the vocabulary
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public double[] score(int[] tokens) {
    enter();
    try {
      state.reset();
      double[] logProbabilities = new double[tokens.length];
      int previous = model.vocabulary().startId();
      for (int n = 0; n < tokens.length; n++) {
        advance(previous);
        logProbabilities[n] = logProbability(tokens[n]);
        previous = tokens[n];
      }
      return logProbabilities;
    } finally {
      leave();
    }
  }

  private double logProbability(int id) {
    target[0] = model.checkedToken(id);
    pass.loss(worker, target);
    double loss = pass.losses()[0];
    if (!Double.isFinite(loss)) {
      throw damaged();
    }
    return -loss;
  }

  /**
   * Feeds the model's own predictions back: reads a token, draws the next, reads that, and so on.
   *
   * @param first the token to read first, such as {@link Vocabulary#startId()} or a prompt's last
   * @param length how many tokens to draw, 0 or more
   * @param sampler how to draw
   * @param random where chance comes from
   * @return the tokens drawn
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public int[] generate(int first, int length, Sampler sampler, RandomSource random) {
    int[] drawn = new int[checkedLength(length)];
    int[] count = new int[1];
    generate(
        first,
        length,
        sampler,
        random,
        id -> {
          drawn[count[0]++] = id;
          return true;
        });
    return drawn;
  }

  /**
   * Feeds the model's own predictions back and hands on each token as it is drawn, until there are
   * enough or the receiver wants no more. To end at a certain token, such as a line's: {@code id ->
   * id != vocabulary.startId()}. Allocates nothing per token. The token drawn last has not been
   * read.
   *
   * @param first the token to read first, such as {@link Vocabulary#startId()} or a prompt's last
   * @param length how many tokens to draw at most, 0 or more
   * @param sampler how to draw
   * @param random where chance comes from
   * @param receiver takes each token and says whether to continue; must not use this session
   * @return how many tokens were drawn
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public int generate(
      int first, int length, Sampler sampler, RandomSource random, IntPredicate receiver) {
    checkedLength(length);
    enter();
    try {
      int previous = first;
      for (int n = 0; n < length; n++) {
        previous = sampler.draw(finite(read(previous)), random);
        if (!receiver.test(previous)) {
          return n + 1;
        }
      }
      return length;
    } finally {
      leave();
    }
  }

  static int checkedLength(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("length must be 0 or more, not " + length);
    }
    return length;
  }

  /** One pass over the logits, little beside the exponentials of drawing. */
  static float[] finite(float[] logits) {
    float sum = 0;
    for (float logit : logits) {
      sum += 0 * logit; // NaN for whatever is not finite, and stays so
    }
    if (sum != 0) {
      throw damaged();
    }
    return logits;
  }

  static IllegalStateException damaged() {
    return new IllegalStateException("the model's predictions are not numbers; it is damaged");
  }

  /** Costs a few nanoseconds, and hands what this thread wrote to the next one that enters. */
  private void enter() {
    if (!inUse.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "this session is in use; give every thread a session of its own, or let them take turns");
    }
  }

  private void leave() {
    inUse.setRelease(false);
  }
}
