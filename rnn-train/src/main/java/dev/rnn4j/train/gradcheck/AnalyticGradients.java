package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The gradients of the backward pass, and how far they may be off by rounding alone: as far as they
 * move when every value moves by one unit in its last place.
 */
final class AnalyticGradients {
  private static final int MOVES = 3;
  private static final double SAFETY = 6;
  private static final double FLOAT_ROUNDING = 0x1p-24;

  private final List<Variable> variables;
  private final List<LiveValues> values;
  private final Runnable backward;
  private final List<float[]> gradients;
  private final List<float[]> moved = new ArrayList<>();

  AnalyticGradients(
      List<Variable> variables, List<LiveValues> values, Runnable backward, RandomSource random) {
    this.variables = variables;
    this.values = values;
    this.backward = backward;
    gradients = run();
    requireUnchangedValues();
    requireTheSameAgain();
    for (float[] gradient : gradients) {
      moved.add(new float[gradient.length]);
    }
    for (int move = 0; move < MOVES; move++) {
      addMove(random);
    }
  }

  float gradient(int variable, int element) {
    return gradients.get(variable)[element];
  }

  /** All of a variable. */
  float[] gradient(int variable) {
    return gradients.get(variable);
  }

  /**
   * Rounding errors of the gradients of a variable, by element. The usual move counts, not that of
   * the element itself: at a jump of the gradient it would be no rounding.
   */
  double[] rounding(int variable) {
    double usual = SAFETY * medianOfThoseThatMoved(moved.get(variable));
    double[] rounding = new double[moved.get(variable).length];
    for (int i = 0; i < rounding.length; i++) {
      rounding[i] = usual + 2 * FLOAT_ROUNDING * Math.abs(gradient(variable, i));
    }
    return rounding;
  }

  private static double medianOfThoseThatMoved(float[] moved) {
    float[] sorted = moved.clone();
    Arrays.sort(sorted);
    int first = 0;
    while (first < sorted.length && sorted[first] == 0) {
      first++;
    }
    return first == sorted.length ? 0 : sorted[(first + sorted.length) / 2];
  }

  /** Into cleared matrices, so a backward pass may write or add. */
  private List<float[]> run() {
    variables.forEach(variable -> LiveValues.clear(variable.gradient()));
    backward.run();
    return variables.stream().map(variable -> LiveValues.copy(variable.gradient())).toList();
  }

  private void requireUnchangedValues() {
    for (int v = 0; v < values.size(); v++) {
      if (!values.get(v).unchanged()) {
        values.forEach(LiveValues::restore);
        throw new IllegalStateException(
            "the backward pass changed the values of "
                + variables.get(v).name()
                + "; it must compute gradients and leave the values as they are");
      }
    }
  }

  private void requireTheSameAgain() {
    List<float[]> again = run();
    for (int v = 0; v < variables.size(); v++) {
      String name = variables.get(v).name();
      int at = Arrays.mismatch(gradients.get(v), again.get(v));
      if (at >= 0) {
        throw new IllegalStateException(
            "the backward pass is not deterministic: for the same values the gradient of "
                + name
                + " at element "
                + at
                + " was "
                + gradients.get(v)[at]
                + " and then "
                + again.get(v)[at]
                + ". It must run forward and backward from the same state and with the same random"
                + " numbers each time");
      }
    }
  }

  private void addMove(RandomSource random) {
    try {
      for (LiveValues v : values) {
        for (int i = 0; i < v.size(); i++) {
          boolean up = (random.nextLong() & 1) == 0;
          float x = v.original(i);
          v.set(i, x == 0 ? x : up ? Math.nextUp(x) : Math.nextDown(x));
        }
      }
      List<float[]> there = run();
      for (int v = 0; v < there.size(); v++) {
        float[] far = moved.get(v);
        for (int i = 0; i < far.length; i++) {
          float distance = Math.abs(there.get(v)[i] - gradients.get(v)[i]);
          far[i] = Float.isFinite(distance) ? Math.max(far[i], distance) : far[i];
        }
      }
    } finally {
      values.forEach(LiveValues::restore);
    }
  }
}
