package dev.rnn4j.testkit;

import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A small conditional random field with sequences to tag, all of it derived from these few values.
 * Its reference enumerates all sequences of tags, in double precision.
 *
 * @param lengths of the sequences, in descending order
 * @param inputs I
 * @param tags N
 * @param constrained whether some transitions are not allowed
 * @param range how large scores are
 * @param seed of everything else
 */
public record CrfCase(
    List<Integer> lengths, int inputs, int tags, boolean constrained, double range, long seed) {
  static final String PREFIX = "out.";
  private static final int LONGEST = 5;
  private static final int MOST_TAGS = 4;
  private static final int MOST_SEQUENCES = 4;

  /** Random small cases, ragged, with empty sequences and such of one element. */
  static Arbitrary<CrfCase> all() {
    Arbitrary<List<Integer>> lengths =
        Arbitraries.integers()
            .between(0, LONGEST)
            .list()
            .ofMinSize(1)
            .ofMaxSize(MOST_SEQUENCES)
            .map(some -> some.stream().sorted(Comparator.reverseOrder()).toList());
    return Combinators.combine(
            lengths,
            Matrices.sizes(),
            Arbitraries.integers().between(1, MOST_TAGS),
            Arbitraries.of(true, false),
            Arbitraries.of(1.0, 1.0, 1.0, 300.0),
            Arbitraries.longs())
        .as(CrfCase::new);
  }

  SequenceBatch batch() {
    return SequenceBatch.of(lengths.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Tag 0 may stand anywhere, so that some sequence of every length is allowed. */
  TagTransitions allowed() {
    SplittableRandom random = new SplittableRandom(seed + 1);
    boolean[] first = row(random);
    boolean[][] next = new boolean[tags][];
    Arrays.setAll(next, _ -> row(random));
    boolean[] last = row(random);
    first[0] = true;
    next[0][0] = true;
    last[0] = true;
    return new TagTransitions(first, next, last);
  }

  private boolean[] row(SplittableRandom random) {
    boolean[] row = new boolean[tags];
    for (int i = 0; i < tags; i++) {
      row[i] = !constrained || random.nextInt(3) > 0;
    }
    return row;
  }

  /** The parameters under their names, and x (M, I) as "x". */
  Map<String, double[]> variables() {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, double[]> all = new LinkedHashMap<>();
    all.put(PREFIX + "weight", uniform(random, tags * inputs, range / Math.sqrt(inputs)));
    all.put(PREFIX + "bias", uniform(random, tags, range / 2));
    all.put(PREFIX + "transitions", uniform(random, tags * tags, range));
    all.put(PREFIX + "start", uniform(random, tags, range));
    all.put(PREFIX + "end", uniform(random, tags, range));
    all.put("x", uniform(random, batch().rows() * inputs, 1));
    return all;
  }

  private static double[] uniform(SplittableRandom random, int length, double range) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-range, range);
    }
    return values;
  }

  /** All allowed sequences of tags of a length, in ascending order. */
  List<int[]> sequences(int length) {
    List<int[]> all = new ArrayList<>();
    int[] tag = new int[length];
    extend(tag, 0, all);
    return all;
  }

  private void extend(int[] tag, int t, List<int[]> into) {
    TagTransitions allowed = allowed();
    if (t == tag.length) {
      if (t > 0 && allowed.ends(tag[t - 1])) {
        into.add(tag.clone());
      }
      return;
    }
    for (int j = 0; j < tags; j++) {
      if (t == 0 ? allowed.begins(j) : allowed.follows(tag[t - 1], j)) {
        tag[t] = j;
        extend(tag, t + 1, into);
      }
    }
  }

  /** An allowed sequence of tags for each sequence, by row. */
  int[] targets() {
    SplittableRandom random = new SplittableRandom(seed + 2);
    int[] targets = new int[batch().rows()];
    for (int b = 0; b < lengths.size() && lengths.get(b) > 0; b++) {
      List<int[]> all = sequences(lengths.get(b));
      int[] chosen = all.get(random.nextInt(all.size()));
      for (int t = 0; t < chosen.length; t++) {
        targets[batch().row(t, b)] = chosen[t];
      }
    }
    return targets;
  }

  /** The score of a sequence of tags, with the values that the variables hold now. */
  double score(Map<String, double[]> variables, int b, int[] tag) {
    double[] transitions = variable(variables, PREFIX + "transitions");
    double score = variable(variables, PREFIX + "start")[tag[0]];
    for (int t = 0; t < tag.length; t++) {
      score += t == 0 ? 0 : transitions[tag[t - 1] * tags + tag[t]];
      score += emission(variables, batch().row(t, b), tag[t]);
    }
    return score + variable(variables, PREFIX + "end")[tag[tag.length - 1]];
  }

  private double emission(Map<String, double[]> variables, int row, int tag) {
    double[] weight = variable(variables, PREFIX + "weight");
    double[] x = variable(variables, "x");
    double sum = variable(variables, PREFIX + "bias")[tag];
    for (int i = 0; i < inputs; i++) {
      sum += weight[tag * inputs + i] * x[row * inputs + i];
    }
    return sum;
  }

  /** -ln p of the targets of a sequence. */
  double loss(Map<String, double[]> variables, int b) {
    int[] targets = targets();
    int[] own = new int[lengths.get(b)];
    Arrays.setAll(own, t -> targets[batch().row(t, b)]);
    return logZ(variables, b) - score(variables, b, own);
  }

  double logZ(Map<String, double[]> variables, int b) {
    double[] scores =
        sequences(lengths.get(b)).stream().mapToDouble(tag -> score(variables, b, tag)).toArray();
    double largest = Arrays.stream(scores).max().orElseThrow();
    return largest + Math.log(Arrays.stream(scores).map(s -> Math.exp(s - largest)).sum());
  }

  static double[] variable(Map<String, double[]> variables, String name) {
    return variables.getOrDefault(name, new double[0]);
  }
}
