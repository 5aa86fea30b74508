package dev.rnn4j.testkit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A linear head with rows to predict, all of it derived from these few values.
 *
 * @param rows M
 * @param spare how many more rows its buffers hold
 * @param inputs I
 * @param outputs N
 * @param seed of everything else
 */
public record HeadCase(int rows, int spare, int inputs, int outputs, long seed) {
  private static final double KINK_DISTANCE = 0.02;

  /** Random small heads; without rows, and without spare ones, now and then. */
  static Arbitrary<HeadCase> all() {
    Arbitrary<Integer> counts = Arbitraries.integers().between(0, 9);
    return Combinators.combine(
            counts, counts, Matrices.sizes(), Matrices.sizes(), Arbitraries.longs())
        .as(HeadCase::new);
  }

  /** W (N, I) as "out.weight", b (N) as "out.bias" and x (M, I) as "x". */
  Map<String, double[]> variables() {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, double[]> all = new LinkedHashMap<>();
    all.put("out.weight", uniform(random, outputs * inputs, 1 / Math.sqrt(inputs)));
    all.put("out.bias", uniform(random, outputs, 0.5));
    all.put("x", uniform(random, rows * inputs, 1));
    return all;
  }

  HeadCase withOutputs(int count) {
    return new HeadCase(rows, spare, inputs, count, seed);
  }

  /**
   * Targets (M, N / Q) of Q predictions each, none of which is so near that a small change crosses
   * the kink of a loss; some are missing.
   */
  double[] numbers(int perTarget) {
    SplittableRandom random = new SplittableRandom(seed + 1);
    double[][] predictions = predictions(variables());
    double[] numbers = uniform(random, rows * outputs / perTarget, 1);
    int width = outputs / perTarget;
    for (int i = 0; i < numbers.length; i++) {
      double[] near = predictions[i / width];
      int first = i % width * perTarget;
      while (nearest(near, first, perTarget, numbers[i]) < KINK_DISTANCE) {
        numbers[i] = (float) (numbers[i] + KINK_DISTANCE);
      }
      if (random.nextInt(5) == 0) {
        numbers[i] = Double.NaN;
      }
    }
    return numbers;
  }

  private static double nearest(double[] predictions, int first, int count, double target) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = first; j < first + count; j++) {
      nearest = Math.min(nearest, Math.abs(predictions[j] - target));
    }
    return nearest;
  }

  /** A class for every row, -1 for some. */
  int[] classes() {
    return new SplittableRandom(seed + 2).ints(rows, -1, outputs).toArray();
  }

  /** W x + b of every row, with the values that the variables hold now. */
  double[][] predictions(Map<String, double[]> variables) {
    double[][] predictions = new double[rows][];
    Arrays.setAll(
        predictions,
        r ->
            ReferenceCell.affine(
                variable(variables, "out.weight"),
                variable(variables, "out.bias"),
                Arrays.copyOfRange(variable(variables, "x"), r * inputs, (r + 1) * inputs)));
    return predictions;
  }

  private static double[] variable(Map<String, double[]> variables, String name) {
    return variables.getOrDefault(name, new double[0]);
  }

  private static double[] uniform(SplittableRandom random, int length, double range) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-range, range);
    }
    return values;
  }
}
