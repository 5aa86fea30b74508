package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import dev.rnn4j.train.gradcheck.NumericDerivative.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A loss with its numeric derivatives, each computed once, to which any number of backward passes
 * are compared.
 */
final class CheckedFunction {
  /** Random directions of each variable: they tell of the elements that are not looked at. */
  private static final int PROJECTIONS = 2;

  private final List<Variable> variables;
  private final Options options;
  private final List<LiveValues> values;
  private final CheckedLoss loss;
  private final List<@Nullable Estimate[]> known = new ArrayList<>();
  private final List<@Nullable Projection[]> projections = new ArrayList<>();
  private double @Nullable [] noises;

  CheckedFunction(List<Variable> variables, DoubleSupplier loss, Options options) {
    if (variables.isEmpty()) {
      throw new IllegalArgumentException("there is no variable to check");
    }
    this.variables = variables;
    this.options = options;
    values = variables.stream().map(v -> new LiveValues(v.value())).toList();
    this.loss = new CheckedLoss(loss);
    for (LiveValues live : values) {
      known.add(new @Nullable Estimate[live.size()]);
      projections.add(new @Nullable Projection[PROJECTIONS]);
    }
  }

  /** A verdict for each variable. */
  List<Result> check(Runnable backward) {
    RandomSource random = new RandomSource(RandomSource.derive(options.seed(), 1));
    AnalyticGradients analytic = new AnalyticGradients(variables, values, backward, random);
    loss.requireUnchanged("after the backward pass");
    double[] noise = noises(random);
    List<Result> results = new ArrayList<>();
    for (int v = 0; v < variables.size(); v++) {
      results.add(compare(v, analytic, noise[v]));
    }
    return results;
  }

  private double[] noises(RandomSource random) {
    double[] measured = noises;
    if (measured == null) {
      measured =
          options.lossNoise() == Options.MEASURED
              ? new LossNoise(loss, random).measure(values)
              : values.stream().mapToDouble(variable -> options.lossNoise()).toArray();
      noises = measured;
    }
    return measured;
  }

  private Result compare(int v, AnalyticGradients analytic, double noise) {
    LiveValues live = values.get(v);
    double tolerance = options.relativeTolerance();
    NumericDerivative numeric = new NumericDerivative(loss.center(), noise, tolerance);
    Comparison comparison = new Comparison(variables.get(v), options, noise);
    double[] rounding = analytic.rounding(v);
    @Nullable Estimate[] estimates = known.get(v);
    for (int element : chosen(live.size())) {
      Estimate estimate = estimates[element];
      if (estimate == null) {
        estimate = numeric.along(new ElementLine(loss, live, element));
        estimates[element] = estimate;
      }
      comparison.add(element, analytic.gradient(v, element), rounding[element], estimate);
    }
    @Nullable Projection[] directions = projections.get(v);
    for (int p = 0; p < PROJECTIONS; p++) {
      Projection direction = directions[p];
      if (direction == null) {
        direction = new Projection(loss, live, analytic.gradient(v), seedOf(v, p), numeric);
        directions[p] = direction;
      }
      comparison.addProjection(direction, analytic.gradient(v), rounding);
    }
    loss.requireUnchanged(
        "after elements of " + variables.get(v).name() + " had been moved and put back");
    return comparison.result(!loss.isFloat());
  }

  private long seedOf(int variable, int projection) {
    return RandomSource.derive(options.seed(), 2L + (long) variable * PROJECTIONS + projection);
  }

  private int[] chosen(int size) {
    int[] all = new int[size];
    for (int i = 0; i < size; i++) {
      all[i] = i;
    }
    int count = Math.min(size, options.sample());
    RandomSource random = new RandomSource(options.seed());
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(size - i);
      chosen[i] = all[j];
      all[j] = all[i];
    }
    return chosen;
  }
}
