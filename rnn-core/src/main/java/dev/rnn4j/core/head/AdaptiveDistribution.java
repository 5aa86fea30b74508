package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/** The log-probabilities of all classes, for a number of rows; computed by one thread. */
final class AdaptiveDistribution {
  private final Kernels kernels;
  private final int shortlist;
  private final List<AdaptiveTail> tails;
  private final Worker worker = Worker.solo();
  private final Matrix all;
  private final List<Matrix> blocks = new ArrayList<>();
  private final List<Matrix> projected = new ArrayList<>();

  /** The first class of every row. */
  private final int[] first;

  private final double[] losses;

  /** What is subtracted from the logits of the rows. */
  private final double[] normalizers;

  /** That of the shortlist's softmax. */
  private final double[] outer;

  AdaptiveDistribution(AdaptiveSoftmaxHead head, int rows) {
    kernels = head.shortlist().kernels();
    shortlist = head.clusters().shortlist();
    tails = head.tails();
    all = Matrix.zeros(rows, head.clusters().classes());
    for (AdaptiveTail tail : tails) {
      blocks.add(all.columnRange(tail.first(), tail.first() + tail.size()));
      projected.add(Matrix.zeros(rows, tail.width()));
    }
    first = new int[rows];
    losses = new double[rows];
    normalizers = new double[rows];
    outer = new double[rows];
  }

  int rows() {
    return all.rows();
  }

  Matrix logProbabilities() {
    return all;
  }

  /**
   * Computes them.
   *
   * @param entries logits of the shortlist and the clusters (M, S)
   * @param x what they were computed from (M, H)
   */
  void compute(Matrix entries, Matrix x) {
    normalize(entries, outer);
    for (int r = 0; r < all.rows(); r++) {
      for (int v = 0; v < shortlist; v++) {
        all.data()[all.index(r, v)] = (float) (entries.get(r, v) - outer[r]);
      }
    }
    for (int i = 0; i < tails.size(); i++) {
      Matrix block = blocks.get(i);
      tails.get(i).forward(worker, x, projected.get(i), block);
      normalize(block, normalizers);
      for (int r = 0; r < block.rows(); r++) {
        subtract(block, r, normalizers[r] - (entries.get(r, shortlist + i) - outer[r]));
      }
    }
  }

  /** log Σ exp(z) of every row, from the loss of its first class. */
  private void normalize(Matrix logits, double[] into) {
    kernels.crossEntropy(worker, logits, first, losses);
    for (int r = 0; r < logits.rows(); r++) {
      into[r] = losses[r] + logits.get(r, 0);
    }
  }

  private static void subtract(Matrix m, int row, double amount) {
    int from = m.index(row, 0);
    for (int i = from; i < from + m.cols(); i++) {
      m.data()[i] = (float) (m.data()[i] - amount);
    }
  }
}
