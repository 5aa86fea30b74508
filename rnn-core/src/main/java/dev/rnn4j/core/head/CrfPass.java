package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a {@link CrfHead}: J = -ln p of the tags of a sequence, in nats.
 * Targets are tags, one for each row. The loss of a sequence stands in its first row, the others
 * have 0. Derivation: docs/derivations/conditional-random-field.md.
 *
 * <p>Sums over sequences of tags are taken in double precision, as logarithms. Workers share out
 * whole sequences, then the rows of the transitions.
 */
public final class CrfPass extends LinearPass<int[]> implements TaggingPass {
  private final CrfHead head;
  private final int tags;

  /** Scores; -∞ where something is not allowed. */
  private final double[] first;

  private final double[] next; // (N, N)
  private final double[] last;

  /** ln of the sum over all beginnings that end with a tag at a row, that row's score included. */
  private final double[] alpha; // (M, N)

  /** The same over all endings that begin with a tag at a row. */
  private final double[] beta; // (M, N)

  /** The best tag before each, for the most probable sequence. */
  private final int[] before; // (M, N)

  private final double[] logZ; // of each sequence
  private final double[] dNext;
  private final @Nullable Parameters gradients;
  private final String prefix;
  private SequenceBatch batch = SequenceBatch.of(0);

  CrfPass(CrfHead head, String prefix, int maxRows, @Nullable Parameters gradients) {
    super(
        head.linear(),
        Matrix.zeros(maxRows, head.allowed().tags()),
        Matrix.zeros(gradients == null ? 0 : maxRows, head.allowed().tags()),
        gradients == null ? null : gradients.matrix(prefix + "weight"),
        gradients == null ? null : gradients.matrix(prefix + "bias"));
    this.head = head;
    this.prefix = prefix;
    this.gradients = gradients;
    tags = head.allowed().tags();
    int cells = Math.multiplyExact(maxRows, tags);
    first = new double[tags];
    next = new double[tags * tags];
    last = new double[tags];
    alpha = new double[cells];
    beta = new double[cells];
    before = new int[cells];
    logZ = new double[maxRows];
    dNext = new double[gradients == null ? 0 : tags * tags];
  }

  @Override
  void shaped(SequenceBatch given) {
    batch = given;
  }

  @Override
  void beginForward(Worker w) {
    if (w.index() == 0) {
      head.scores(first, next, last);
    }
  }

  /** {@return e = U h + b (M, N), live} */
  public Matrix emissions() {
    return outputs();
  }

  /** The sequences, without the empty ones, which are the last. */
  private int sequences() {
    return batch.steps() == 0 ? 0 : batch.active(0);
  }

  private double emission(int row, int tag) {
    Matrix e = outputs();
    return e.data()[e.index(row, tag)];
  }

  @Override
  void loss(Worker w, int[] targets, double[] into) {
    for (int b = w.index(); b < sequences(); b += w.count()) {
      forwardSum(b);
      losses(b, targets, into);
    }
  }

  private void losses(int b, int[] targets, double[] into) {
    for (int t = 1; t < batch.length(b); t++) {
      into[batch.row(t, b)] = 0;
    }
    into[batch.row(0, b)] = logZ[b] - score(b, targets);
  }

  private double score(int b, int[] targets) {
    double score = 0;
    int previous = -1;
    for (int t = 0; t < batch.length(b); t++) {
      int row = batch.row(t, b);
      int tag = targets[row];
      if (tag < 0 || tag >= tags) {
        throw new IndexOutOfBoundsException(
            "there is no tag " + tag + "; the tags are 0 to " + (tags - 1));
      }
      double step = t == 0 ? first[tag] : next[previous * tags + tag];
      if (step == Double.NEGATIVE_INFINITY) {
        throw new IllegalArgumentException(
            t == 0
                ? "tag " + tag + " may not be the first of a sequence"
                : "tag " + tag + " may not follow tag " + previous);
      }
      score += step + emission(row, tag);
      previous = tag;
    }
    if (last[previous] == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("tag " + previous + " may not be the last of a sequence");
    }
    return score + last[previous];
  }

  /** α and ln Z of a sequence that is not empty. */
  private void forwardSum(int b) {
    int length = batch.length(b);
    for (int t = 0; t < length; t++) {
      int row = batch.row(t, b);
      int at = t == 0 ? 0 : batch.row(t - 1, b) * tags;
      for (int j = 0; j < tags; j++) {
        double sum = t == 0 ? first[j] : logSum(alpha, at, next, j, tags);
        alpha[row * tags + j] = sum + emission(row, j);
      }
    }
    logZ[b] = logSum(alpha, batch.row(length - 1, b) * tags, last, 0, 1);
    if (logZ[b] == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "no sequence of " + length + " tags is allowed by the transitions");
    }
  }

  /** ln Σ exp(x[xAt + i] + y[yAt + i · yStep]) over all tags i; -∞ for nothing. */
  private double logSum(double[] x, int xAt, double[] y, int yAt, int yStep) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < tags; i++) {
      largest = Math.max(largest, x[xAt + i] + y[yAt + i * yStep]);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (int i = 0; i < tags; i++) {
      sum += Math.exp(x[xAt + i] + y[yAt + i * yStep] - largest);
    }
    return largest + Math.log(sum);
  }

  /** β of a sequence that is not empty. */
  private void backwardSum(int b) {
    int length = batch.length(b);
    for (int t = length - 1; t >= 0; t--) {
      int row = batch.row(t, b);
      int at = t == length - 1 ? 0 : batch.row(t + 1, b) * tags;
      for (int i = 0; i < tags; i++) {
        double sum = t == length - 1 ? last[i] : logSum(beta, at, next, i * tags, 1);
        beta[row * tags + i] = sum + emission(row, i);
      }
    }
  }

  private double probability(int b, int row, int tag) {
    double both = alpha[row * tags + tag] + beta[row * tags + tag];
    return Math.exp(both - emission(row, tag) - logZ[b]);
  }

  @Override
  void lossAndGradient(Worker w, int[] targets, float scale, double[] into) {
    for (int b = w.index(); b < sequences(); b += w.count()) {
      forwardSum(b);
      losses(b, targets, into);
      backwardSum(b);
      emissionGradients(b, targets, scale);
    }
    w.barrier();
    for (int i = w.from(tags, 1); i < w.to(tags, 1); i++) {
      transitionGradients(i, targets, scale);
    }
  }

  /** de(t, j) = p(y(t) = j) - [y(t) = j]. */
  private void emissionGradients(int b, int[] targets, float scale) {
    Matrix d = gradient();
    for (int t = 0; t < batch.length(b); t++) {
      int row = batch.row(t, b);
      for (int j = 0; j < tags; j++) {
        double right = targets[row] == j ? 1 : 0;
        d.data()[d.index(row, j)] = (float) (scale * (probability(b, row, j) - right));
      }
    }
  }

  /** Of the transitions from a tag: expected less actual numbers, over all sequences in order. */
  private void transitionGradients(int i, int[] targets, float scale) {
    Parameters into = gradients;
    if (into == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    double atStart = 0;
    double atEnd = 0;
    Arrays.fill(dNext, i * tags, (i + 1) * tags, 0);
    for (int b = 0; b < sequences(); b++) {
      int length = batch.length(b);
      atStart += gradient().get(batch.row(0, b), i);
      atEnd += gradient().get(batch.row(length - 1, b), i);
      for (int t = 1; t < length; t++) {
        addTransitions(b, i, batch.row(t - 1, b), batch.row(t, b), targets);
      }
    }
    into.matrix(prefix + "start").set(0, i, (float) atStart);
    into.matrix(prefix + "end").set(0, i, (float) atEnd);
    Matrix transitions = into.matrix(prefix + "transitions");
    for (int j = 0; j < tags; j++) {
      transitions.set(i, j, (float) (scale * dNext[i * tags + j]));
    }
  }

  private void addTransitions(int b, int i, int row, int following, int[] targets) {
    double upToHere = alpha[row * tags + i] - logZ[b];
    for (int j = 0; j < tags; j++) {
      double step = next[i * tags + j];
      if (step != Double.NEGATIVE_INFINITY) {
        dNext[i * tags + j] += Math.exp(upToHere + step + beta[following * tags + j]);
      }
    }
    if (targets[row] == i) {
      dNext[i * tags + targets[following]] -= 1;
    }
  }

  /**
   * The most probable tags of each sequence as a whole (Viterbi 1967), and p(y(t) = tag) of each.
   */
  @Override
  public void decode(Worker w, int[] best, double[] probabilities) {
    requireOutputs();
    for (int b = w.index(); b < sequences(); b += w.count()) {
      viterbi(b, best);
      forwardSum(b);
      backwardSum(b);
      for (int t = 0; t < batch.length(b); t++) {
        int row = batch.row(t, b);
        probabilities[row] = probability(b, row, best[row]);
      }
    }
    w.barrier();
  }

  private void viterbi(int b, int[] best) {
    int length = batch.length(b);
    for (int t = 0; t < length; t++) {
      int row = batch.row(t, b);
      int at = t == 0 ? 0 : batch.row(t - 1, b) * tags;
      for (int j = 0; j < tags; j++) {
        int i = t == 0 ? 0 : largest(at, next, j, tags);
        double upToHere = t == 0 ? first[j] : alpha[at + i] + next[i * tags + j];
        alpha[row * tags + j] = upToHere + emission(row, j);
        before[row * tags + j] = i;
      }
    }
    int tag = largest(batch.row(length - 1, b) * tags, last, 0, 1);
    for (int t = length - 1; t >= 0; t--) {
      int row = batch.row(t, b);
      best[row] = tag;
      tag = before[row * tags + tag];
    }
  }

  /** The tag i with the largest alpha[at + i] + y[yAt + i · yStep]. */
  private int largest(int at, double[] y, int yAt, int yStep) {
    int best = 0;
    for (int i = 1; i < tags; i++) {
      if (alpha[at + i] + y[yAt + i * yStep] > alpha[at + best] + y[yAt + best * yStep]) {
        best = i;
      }
    }
    return best;
  }
}
