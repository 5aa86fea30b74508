package dev.rnn4j.core.head;

import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for the most probable sequences of a model, keeping the best beginnings of each length. The
 * places of a beam that ended sequences take stay taken, so a search is over when there are as many
 * as it is wide, at the latest one token after the limit: what is as long as that must end. Width 1
 * is the greedy search.
 *
 * <p>Ended sequences are compared by log p / ((5 + n) / 6)<sup>α</sup>, where n counts the tokens
 * and the end (Wu et al. 2016, section 7, without their coverage penalty); without such a
 * correction the shorter one is nearly always the more probable. Beginnings in a beam are equally
 * long, so they are compared by log p.
 *
 * <p>Of two equally good ones the first in the beam comes first, then the smaller token: the same
 * probabilities give the same result. Several inputs are searched side by side, and the result of
 * each does not depend on the others. Immutable; shared by any number of threads.
 */
public final class BeamSearch {
  private final int width;
  private final double lengthPower;
  private final int start;
  private final int end;

  /**
   * A search.
   *
   * @param width how many beginnings to keep for each input, 1 or more
   * @param lengthPower α, 0 or more: 0 compares probabilities, 1 nearly those of a token
   * @param start the token before the first
   * @param end the token that ends a sequence
   * @throws IllegalArgumentException if a value is out of its range
   */
  public BeamSearch(int width, double lengthPower, int start, int end) {
    if (width < 1) {
      throw new IllegalArgumentException("the width of a beam must be 1 or more, not " + width);
    }
    if (!(lengthPower >= 0 && lengthPower <= 10)) {
      throw new IllegalArgumentException(
          "the power of the length must be 0 (no correction) to 10, not " + lengthPower);
    }
    this.width = width;
    this.lengthPower = lengthPower;
    this.start = start;
    this.end = end;
  }

  /** {@return how many beginnings are kept for each input} */
  public int width() {
    return width;
  }

  /**
   * Searches.
   *
   * @param model whose first beginnings are the inputs, one each
   * @param limits for each input the most tokens of a sequence, without the end; 0 or more
   * @return for each input its ended sequences, best first: as many as the beam is wide, or fewer
   *     if there are no more of a probability above 0; at least one
   * @throws IllegalArgumentException if a log-probability is NaN or ∞, or no token may follow
   */
  public List<List<Hypothesis>> search(Continuations model, int... limits) {
    List<Beam> beams = new ArrayList<>();
    for (int limit : limits) {
      beams.add(new Beam(limit));
    }
    int places = Math.multiplyExact(width, limits.length);
    int[] parents = new int[places];
    int[] tokens = new int[places];
    for (int i = 0; i < limits.length; i++) {
      parents[i] = i;
      tokens[i] = start;
    }
    int n = limits.length;
    while (n > 0) {
      Matrix logP = model.advance(parents, tokens, n);
      int row = 0;
      n = 0;
      for (Beam beam : beams) {
        row = beam.advance(logP, row);
        n = beam.list(parents, tokens, n);
      }
    }
    return beams.stream().map(Beam::best).toList();
  }

  /** What a sequence is compared by, ended or not: n counts all tokens. */
  private double score(Beginning sequence) {
    return sequence.logProbability() / Math.pow((5 + sequence.length()) / 6.0, lengthPower);
  }

  /** The beginnings of one input, and what has ended. */
  private final class Beam {
    private final int limit;
    private final List<Hypothesis> ended = new ArrayList<>();
    private List<Beginning> live = List.of(Beginning.EMPTY);

    Beam(int limit) {
      if (limit < 0) {
        throw new IllegalArgumentException(
            "a sequence must be allowed 0 tokens or more, not " + limit);
      }
      this.limit = limit;
    }

    /** Takes the best continuations of this beam's rows and returns the row after them. */
    int advance(Matrix logP, int firstRow) {
      Candidates best = new Candidates(width - ended.size());
      for (int i = 0; i < live.size(); i++) {
        offer(best, logP, firstRow + i, live.get(i));
      }
      int nextRow = firstRow + live.size();
      if (!live.isEmpty() && best.size() == 0 && ended.isEmpty()) {
        throw new IllegalArgumentException(
            "no token may follow, all log-probabilities are -Infinity; the model is damaged");
      }
      live = new ArrayList<>();
      for (Beginning longer : best.inOrder()) {
        if (longer.token() == end) {
          ended.add(longer.ended(score(longer)));
        } else {
          live.add(longer);
        }
      }
      return nextRow;
    }

    private void offer(Candidates best, Matrix logP, int row, Beginning beginning) {
      boolean full = beginning.length() == limit;
      for (int v = full ? end : 0; v < (full ? end + 1 : logP.cols()); v++) {
        float next = logP.get(row, v);
        if (!(next < Float.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "the log-probability of token " + v + " is " + next + "; the model is damaged");
        }
        double sum = beginning.logProbability() + next;
        if (best.wants(sum)) {
          best.add(beginning.followedBy(v, row, sum));
        }
      }
    }

    /** Asks for the continuations of what is live. */
    int list(int[] parents, int[] tokens, int n) {
      for (int i = 0; i < live.size(); i++) {
        parents[n + i] = live.get(i).row();
        tokens[n + i] = live.get(i).token();
      }
      return n + live.size();
    }

    List<Hypothesis> best() {
      ended.sort(Comparator.comparingDouble(Hypothesis::score).reversed()); // stable
      return List.copyOf(ended);
    }
  }

  /** The most probable of the longer beginnings that are offered. */
  private static final class Candidates {
    private final int places;
    private final List<Beginning> best = new ArrayList<>();

    Candidates(int places) {
      this.places = places;
    }

    /** Whether one belongs to the best; equal ones that came first stay. */
    boolean wants(double logProbability) {
      if (logProbability == Double.NEGATIVE_INFINITY || places == 0) {
        return false;
      }
      return best.size() < places || logProbability > best.getLast().logProbability();
    }

    void add(Beginning candidate) {
      if (best.size() == places) {
        best.removeLast();
      }
      int at = best.size();
      while (at > 0 && best.get(at - 1).logProbability() < candidate.logProbability()) {
        at--;
      }
      best.add(at, candidate);
    }

    int size() {
      return best.size();
    }

    List<Beginning> inOrder() {
      return best;
    }
  }
}
