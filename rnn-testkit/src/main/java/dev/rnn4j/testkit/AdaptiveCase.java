package dev.rnn4j.testkit;

import dev.rnn4j.core.head.AdaptiveClusters;
import dev.rnn4j.core.head.AdaptiveSoftmaxHead;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * An adaptive softmax with rows to predict, all of it derived from these few values, and what it
 * computes by the definition in double precision.
 *
 * @param rows M
 * @param spare how many more rows its buffers hold
 * @param inputs H
 * @param sizes of the shortlist, then of each cluster
 * @param among which of them the targets are in: any if it is negative
 * @param seed of everything else
 */
public record AdaptiveCase(
    int rows, int spare, int inputs, List<Integer> sizes, int among, long seed) {
  static final String PREFIX = "decoder.";
  private static final String X = "x";

  /** Random small heads of one to three clusters, one of which may have all targets. */
  public static Arbitrary<AdaptiveCase> all() {
    Arbitrary<Integer> counts = Arbitraries.integers().between(0, 9);
    return Combinators.combine(
            counts,
            counts,
            Matrices.sizes().filter(inputs -> inputs > 0),
            Arbitraries.integers().between(1, 20).list().ofMinSize(2).ofMaxSize(4),
            Arbitraries.integers().between(-4, 3),
            Arbitraries.longs())
        .as(AdaptiveCase::new);
  }

  AdaptiveClusters clusters() {
    int[] cutoffs = new int[sizes.size() - 1];
    int sum = 0;
    for (int i = 0; i < cutoffs.length; i++) {
      sum += sizes.get(i);
      cutoffs[i] = sum;
    }
    return new AdaptiveClusters(sum + sizes.getLast(), Arrays.stream(cutoffs).boxed().toList());
  }

  private Parameters zeros() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    AdaptiveSoftmaxHead.declare(layout, PREFIX, clusters(), inputs);
    return new Parameters(layout.build());
  }

  /** The parameters under their names, and x (M, H) as "x". */
  Map<String, double[]> variables() {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, double[]> all = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : zeros().layout().entries()) {
      all.put(entry.name(), uniform(random, entry.size(), 1 / Math.sqrt(entry.cols())));
    }
    all.put(X, uniform(random, rows * inputs, 1));
    return all;
  }

  Parameters parameters() {
    Parameters parameters = zeros();
    Map<String, double[]> variables = variables();
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      StackRun.copy(of(variables, entry.name()), parameters.matrix(entry.name()));
    }
    return parameters;
  }

  AdaptiveSoftmaxHead head(Kernels kernels, Parameters parameters, boolean training) {
    return new AdaptiveSoftmaxHead(PREFIX, clusters(), parameters, kernels, training);
  }

  /** A class for every row, -1 for some. */
  int[] targets() {
    SplittableRandom random = new SplittableRandom(seed + 1);
    int[] targets = new int[rows];
    int classes = clusters().classes();
    int part = Math.min(among, sizes.size() - 1);
    int from = part < 0 ? 0 : sizes.stream().limit(part).mapToInt(s -> s).sum();
    int to = part < 0 ? classes : from + sizes.get(part);
    Arrays.setAll(targets, _ -> random.nextInt(6) == 0 ? -1 : random.nextInt(from, to));
    return targets;
  }

  /** The log-probability of every class, of every row, with the values the variables hold now. */
  double[][] logProbabilities(Map<String, double[]> variables) {
    AdaptiveClusters clusters = clusters();
    ReferenceAdaptiveSoftmax reference =
        new ReferenceAdaptiveSoftmax(variables, PREFIX, clusters.cutoffs(), clusters.classes());
    double[] x = of(variables, X);
    double[][] all = new double[rows][];
    Arrays.setAll(
        all, r -> reference.logProbabilities(Arrays.copyOfRange(x, r * inputs, (r + 1) * inputs)));
    return all;
  }

  double[] losses(Map<String, double[]> variables) {
    int[] targets = targets();
    double[][] all = logProbabilities(variables);
    double[] losses = new double[rows];
    Arrays.setAll(losses, r -> targets[r] < 0 ? 0 : -all[r][targets[r]]);
    return losses;
  }

  /** Of the longest sum and those that its terms are sums of. */
  double additions() {
    return 2.0 * inputs + 2.0 * clusters().classes() + rows;
  }

  static double[] of(Map<String, double[]> variables, String name) {
    double[] values = variables.get(name);
    if (values == null) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return values;
  }

  private static double[] uniform(SplittableRandom random, int length, double range) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-range, range);
    }
    return values;
  }
}
