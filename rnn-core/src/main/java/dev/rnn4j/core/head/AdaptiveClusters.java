package dev.rnn4j.core.head;

import dev.rnn4j.core.layer.LayerConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * How an adaptive softmax cuts up its classes, which are numbered from the most frequent one on:
 * those below the first cut-off are the shortlist, and from each cut-off to the next, the last one
 * to the number of classes, is a cluster.
 *
 * @param classes V, 2 or more
 * @param cutoffs c(1) &lt; c(2) &lt; …, one or more, from 1 to V - 1
 */
public record AdaptiveClusters(int classes, List<Integer> cutoffs) {
  /** By which the width of one cluster's projection differs from the next one's. */
  private static final int NARROWING = 4;

  private static final int USUAL_SHARE = 10;
  private static final int USUAL_SHORTLIST = 4000;
  private static final int USUAL_GROWTH = 5;

  /**
   * Checks the cut-offs.
   *
   * @throws IllegalArgumentException if there are none, or one is out of its range or order
   */
  public AdaptiveClusters {
    cutoffs = List.copyOf(cutoffs);
    if (cutoffs.isEmpty()) {
      throw new IllegalArgumentException("an adaptive softmax needs one cut-off or more");
    }
    int before = 0;
    for (int cutoff : cutoffs) {
      if (cutoff <= before || cutoff >= classes) {
        throw new IllegalArgumentException(
            "cut-offs must ascend from 1 to below the size of the vocabulary, which is "
                + classes
                + "; not "
                + cutoffs);
      }
      before = cutoff;
    }
  }

  /**
   * Cut-offs that suit texts: a tenth of the classes, 4,000 at most, then five times as many, and
   * so on as long as half of the classes or more are beyond.
   *
   * @param classes V, 2 or more
   * @return the clusters
   */
  public static AdaptiveClusters usual(int classes) {
    List<Integer> cutoffs = new ArrayList<>();
    long next = Math.clamp(classes / USUAL_SHARE, 1, USUAL_SHORTLIST);
    while (cutoffs.isEmpty() || 2 * next <= classes) {
      cutoffs.add((int) next);
      next *= USUAL_GROWTH;
    }
    return new AdaptiveClusters(classes, cutoffs);
  }

  /** {@return the number of clusters, K} */
  public int count() {
    return cutoffs.size();
  }

  /** {@return the number of classes in no cluster} */
  public int shortlist() {
    return cutoffs.getFirst();
  }

  /** {@return what is predicted first: the shortlist's classes, and one of the clusters} */
  public int entries() {
    return shortlist() + count();
  }

  /**
   * Where a cluster begins.
   *
   * @param cluster 0 to K - 1
   * @return its first class
   */
  public int first(int cluster) {
    return cutoffs.get(cluster);
  }

  /**
   * How large a cluster is.
   *
   * @param cluster 0 to K - 1
   * @return the number of its classes
   */
  public int size(int cluster) {
    int end = cluster + 1 < count() ? cutoffs.get(cluster + 1) : classes;
    return end - first(cluster);
  }

  /**
   * How wide what a cluster is predicted from is.
   *
   * @param cluster 0 to K - 1
   * @param inputSize H
   * @return H / 4^(cluster + 1), 1 or more
   */
  public int width(int cluster, int inputSize) {
    int width = Math.clamp(inputSize, 1, LayerConfig.MAX_HIDDEN);
    for (int i = 0; i <= cluster; i++) {
      width /= NARROWING;
    }
    return Math.max(1, width);
  }

  /**
   * The cluster of a class.
   *
   * @param c 0 to V - 1
   * @return 0 to K - 1; -1 if it is in the shortlist
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public int of(int c) {
    if (c < 0 || c >= classes) {
      throw new IndexOutOfBoundsException("class " + c + " is none of 0 to " + (classes - 1));
    }
    int cluster = count() - 1;
    while (cluster >= 0 && c < cutoffs.get(cluster)) {
      cluster--;
    }
    return cluster;
  }
}
