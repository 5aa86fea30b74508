package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import dev.rnn4j.train.gradcheck.NumericDerivative.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A loss with its numeric derivatives, each computed once, to which any number of backward passes
 * are compared.
 */
final class CheckedFunction {
  private final List<Variable> variables;
  private final Options options;
  private final List<LiveValues> values;
  private final CheckedLoss loss;
  private final List<@Nullable Estimate[]> known = new ArrayList<>();
  private double @Nullable [] noises;

  CheckedFunction(List<Variable> variables, DoubleSupplier loss, Options options) {
    if (variables.isEmpty()) {
      throw new IllegalArgumentException("there is no variable to check");
    }
    this.variables = variables;
    this.options = options;
    values = variables.stream().map(v -> new LiveValues(v.value())).toList();
    this.loss = new CheckedLoss(loss);
    values.forEach(live -> known.add(new @Nullable Estimate[live.size()]));
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
    IntFunction<Estimate> numeric = new NumericDerivative(loss, live, noise, tolerance)::at;
    Comparison comparison = new Comparison(variables.get(v), tolerance, noise);
    double[] rounding = analytic.rounding(v);
    for (int element : chosen(live.size())) {
      Estimate estimate = estimate(known.get(v), element, numeric);
      comparison.add(element, analytic.gradient(v, element), rounding[element], estimate);
    }
    loss.requireUnchanged(
        "after elements of " + variables.get(v).name() + " had been moved and put back");
    return comparison.result(!loss.isFloat());
  }

  private static Estimate estimate(
      @Nullable Estimate[] known, int element, IntFunction<Estimate> numeric) {
    Estimate estimate = known[element];
    if (estimate == null) {
      estimate = numeric.apply(element);
      known[element] = estimate;
    }
    return estimate;
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
