package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of an {@link AdaptiveSoftmaxHead}. The forward pass predicts the
 * shortlist and the clusters; within the clusters only the losses do, as they know which one a row
 * belongs to.
 */
public final class AdaptiveSoftmaxPass implements DistributionPass {
  private final AdaptiveSoftmaxHead head;
  private final AdaptiveClusters clusters;
  private final SoftmaxPass shortlist;
  private final AdaptiveTailPass[] tails;

  /** What the shortlist's softmax has to predict: classes, and clusters behind them. */
  private final int[] entries;

  private int rows;
  private Matrix input; // x of the last forward pass; written by worker 0
  private boolean isComplete; // whether the distribution is its; written by worker 0
  private AdaptiveDistribution distribution;

  AdaptiveSoftmaxPass(AdaptiveSoftmaxHead head, int maxRows, @Nullable Parameters gradients) {
    this.head = head;
    clusters = head.clusters();
    shortlist = head.shortlist().newPass(maxRows, gradients);
    tails = new AdaptiveTailPass[clusters.count()];
    for (int i = 0; i < tails.length; i++) {
      tails[i] = new AdaptiveTailPass(head.tails().get(i), maxRows, gradients);
    }
    entries = new int[maxRows];
    rows = maxRows;
    input = Matrix.zeros(0, 0);
    distribution = new AdaptiveDistribution(head, 0);
  }

  @Override
  public void shape(SequenceBatch batch) {
    shortlist.shape(batch);
    rows = batch.rows();
  }

  @Override
  public void forward(Worker w, Matrix x) {
    if (w.index() == 0) {
      input = x;
      isComplete = false;
    }
    shortlist.forward(w, x);
  }

  @Override
  public void loss(Worker w, int[] targets) {
    sort(w, targets);
    shortlist.loss(w, entries);
    for (AdaptiveTailPass tail : tails) {
      tail.loss(w, input, shortlist.losses());
    }
    w.barrier();
  }

  @Override
  public void backward(Worker w, Matrix x, int[] targets, float scale, Matrix dx) {
    sort(w, targets);
    shortlist.backward(w, x, entries, scale, dx);
    for (AdaptiveTailPass tail : tails) {
      tail.backward(w, x, scale, shortlist.losses(), dx);
    }
    w.barrier();
  }

  /** Says which rows belong to which cluster; all workers have met when this returns. */
  private void sort(Worker w, int[] targets) {
    if (w.index() == 0) {
      for (AdaptiveTailPass tail : tails) {
        tail.clear();
      }
      for (int r = 0; r < rows; r++) {
        entries[r] = entry(r, targets[r]);
      }
    }
    w.barrier();
  }

  private int entry(int row, int target) {
    int cluster = target < 0 ? -1 : clusters.of(target);
    if (cluster < 0) {
      return target;
    }
    tails[cluster].add(row, target);
    return clusters.shortlist() + cluster;
  }

  /**
   * {@inheritDoc}
   *
   * <p>They are log-probabilities. Takes as long as a full softmax; the buffers for it are made
   * when it is called, and kept for the next call with as many rows.
   */
  @Override
  public Matrix logits() {
    shortlist.requireOutputs();
    if (distribution.rows() != rows) {
      distribution = new AdaptiveDistribution(head, rows);
    }
    if (!isComplete) {
      distribution.compute(shortlist.logits(), input);
      isComplete = true;
    }
    return distribution.logProbabilities();
  }

  @Override
  public double[] losses() {
    return shortlist.losses();
  }

  @Override
  public double totalLoss() {
    return shortlist.totalLoss();
  }
}
