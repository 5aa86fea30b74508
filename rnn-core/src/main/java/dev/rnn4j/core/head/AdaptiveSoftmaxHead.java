package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A distribution over very many classes, most of which are rare (Grave et al. 2017, "Efficient
 * softmax approximation for GPUs"; exact, the approximation is that of a full softmax). The classes
 * are numbered from the most frequent one on. A softmax predicts the shortlist of frequent ones and
 * an entry for each cluster of the others; within cluster i, W P h predicts, with a projection P to
 * an ever smaller width and without a bias:
 *
 * <pre>
 *   p(v | h) = softmax(U h + b)[v]                                   in the shortlist
 *   p(v | h) = softmax(U h + b)[cluster] · softmax(W P h)[v - first]  in a cluster
 * </pre>
 *
 * A loss takes the first softmax and that of the target's own cluster, if any: clusters compute the
 * rows that belong to them only. The parameters are U {@code head.weight}, b {@code head.bias}, and
 * of each cluster P {@code tail.i.projection} and W {@code tail.i.weight}. Shared by any number of
 * threads unless repacked; {@link AdaptiveSoftmaxPass} computes with it.
 */
public final class AdaptiveSoftmaxHead implements DistributionHead {
  private static final String SHORTLIST = "head.";
  private static final String TAIL = "tail.";

  private final AdaptiveClusters clusters;
  private final boolean training;
  private final SoftmaxHead shortlist;
  private final List<AdaptiveTail> tails = new ArrayList<>();

  /**
   * A head.
   *
   * @param prefix of the names of its parameters, such as "decoder."
   * @param clusters of the classes
   * @param parameters with those that {@link #declare} declares, packed here; in training shared,
   *     and after changing them call {@link #repack}
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   */
  public AdaptiveSoftmaxHead(
      String prefix,
      AdaptiveClusters clusters,
      Parameters parameters,
      Kernels kernels,
      boolean training) {
    this.clusters = clusters;
    this.training = training;
    shortlist = new SoftmaxHead(shortlist(prefix), parameters, kernels, training);
    for (int i = 0; i < clusters.count(); i++) {
      tails.add(
          new AdaptiveTail(tail(prefix, i), clusters.first(i), parameters, kernels, training));
    }
  }

  private static SoftmaxHead.Names shortlist(String prefix) {
    return SoftmaxHead.Names.of(prefix + SHORTLIST);
  }

  private static String tail(String prefix, int cluster) {
    return prefix + TAIL + cluster + ".";
  }

  /**
   * Declares the parameters.
   *
   * @param layout to add to
   * @param prefix of their names
   * @param clusters of the classes
   * @param inputSize H
   */
  public static void declare(
      ParameterLayout.Builder layout, String prefix, AdaptiveClusters clusters, int inputSize) {
    SoftmaxHead.declare(layout, shortlist(prefix), clusters.entries(), inputSize);
    for (int i = 0; i < clusters.count(); i++) {
      int width = clusters.width(i, inputSize);
      layout
          .matrix(tail(prefix, i) + AdaptiveTail.PROJECTION, width, inputSize)
          .matrix(tail(prefix, i) + AdaptiveTail.WEIGHT, clusters.size(i), width);
    }
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param prefix of their names
   * @param clusters of the classes
   * @param how they are drawn
   * @param random where the values come from
   */
  public static void initialize(
      Parameters parameters,
      String prefix,
      AdaptiveClusters clusters,
      Initialization how,
      RandomSource random) {
    SoftmaxHead.initialize(parameters, shortlist(prefix), how, random);
    for (int i = 0; i < clusters.count(); i++) {
      for (String name : List.of(AdaptiveTail.PROJECTION, AdaptiveTail.WEIGHT)) {
        Initializers.uniform(parameters.matrix(tail(prefix, i) + name), how.range(), random);
      }
    }
  }

  /**
   * Where the rows of classes stand in an earlier head with the same cut-offs, whose classes were
   * others, or numbered otherwise.
   *
   * @param prefix of the names of the parameters
   * @param clusters of the classes
   * @param earlier for every class its number in the earlier head; -1 of one that is new
   * @return for each parameter with rows of classes, which row is which earlier one; -1 of one that
   *     is new, or that stood in another cluster
   */
  public static Map<String, int[]> rows(String prefix, AdaptiveClusters clusters, int[] earlier) {
    Map<String, int[]> rows = new LinkedHashMap<>();
    int[] entries = new int[clusters.entries()];
    for (int i = 0; i < entries.length; i++) {
      boolean isClass = i < clusters.shortlist();
      entries[i] = isClass && earlier[i] >= clusters.shortlist() ? -1 : isClass ? earlier[i] : i;
    }
    rows.put(shortlist(prefix).weight(), entries);
    rows.put(shortlist(prefix).bias(), entries.clone());
    for (int i = 0; i < clusters.count(); i++) {
      rows.put(tail(prefix, i) + AdaptiveTail.WEIGHT, rows(clusters, i, earlier));
    }
    return rows;
  }

  /** The last cluster has no end: the earlier head may have had more classes, or fewer. */
  private static int[] rows(AdaptiveClusters clusters, int cluster, int[] earlier) {
    int first = clusters.first(cluster);
    boolean isLast = cluster + 1 == clusters.count();
    int[] rows = new int[clusters.size(cluster)];
    for (int r = 0; r < rows.length; r++) {
      int was = earlier[first + r] - first;
      rows[r] = was >= 0 && (isLast || was < rows.length) ? was : -1;
    }
    return rows;
  }

  /**
   * The memory of a pass with a backward pass.
   *
   * @param clusters of the classes
   * @param inputSize H
   * @param maxRows most rows
   * @return how many floats its buffers hold
   */
  public static long bufferSize(AdaptiveClusters clusters, int inputSize, long maxRows) {
    long size = maxRows * clusters.entries();
    int rows = (int) Math.min(maxRows, Integer.MAX_VALUE);
    for (int i = 0; i < clusters.count(); i++) {
      long perRow = 2L * inputSize + 2L * clusters.width(i, inputSize) + clusters.size(i);
      size += AdaptiveTailPass.chunk(clusters.size(i), rows) * perRow + 2 * maxRows;
    }
    return size;
  }

  @Override
  public void repack(Worker w) {
    shortlist.repack(w);
    for (int i = 0; i < tails.size(); i++) {
      tails.get(i).repack(w);
    }
  }

  @Override
  public void copyTo(Parameters into) {
    shortlist.copyTo(into);
    tails.forEach(tail -> tail.copyTo(into));
  }

  /** Refuses any: what is spread over all classes would need the rows of all clusters. */
  @Override
  public void smoothLabels(float epsilon) {
    if (epsilon != 0) {
      throw new IllegalArgumentException(
          "an adaptive softmax smooths no labels; label smoothing must be 0, not " + epsilon);
    }
  }

  @Override
  public AdaptiveSoftmaxPass newPass(int maxRows, @Nullable Parameters gradients) {
    if (gradients != null && !training) {
      throw new IllegalStateException("this head was made for inference; it has no backward pass");
    }
    return new AdaptiveSoftmaxPass(this, maxRows, gradients);
  }

  AdaptiveClusters clusters() {
    return clusters;
  }

  SoftmaxHead shortlist() {
    return shortlist;
  }

  List<AdaptiveTail> tails() {
    return tails;
  }
}
