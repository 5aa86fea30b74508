package dev.rnn4j.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An adaptive softmax by its definition, one row at a time, in double precision.
 *
 * @param parameters by their names, read anew for every row
 * @param prefix of the names
 * @param cutoffs where the clusters begin
 * @param classes V
 */
record ReferenceAdaptiveSoftmax(
    Map<String, double[]> parameters, String prefix, List<Integer> cutoffs, int classes) {
  /** The log-probabilities of all classes, given h. */
  double[] logProbabilities(double[] h) {
    double[] bias = parameter("head.bias");
    double[] entries = normalized(ReferenceCell.affine(parameter("head.weight"), bias, h));
    int shortlist = cutoffs.getFirst();
    double[] all = Arrays.copyOf(entries, classes);
    int at = shortlist;
    for (int i = 0; i < cutoffs.size(); i++) {
      double[] y = product(parameter("tail." + i + ".projection"), h);
      for (double within : normalized(product(parameter("tail." + i + ".weight"), y))) {
        all[at++] = entries[shortlist + i] + within;
      }
    }
    return all;
  }

  private double[] parameter(String name) {
    double[] values = parameters.get(prefix + name);
    if (values == null) {
      throw new IllegalArgumentException("there is no " + prefix + name);
    }
    return values;
  }

  private static double[] product(double[] matrix, double[] x) {
    return ReferenceCell.affine(matrix, new double[matrix.length / x.length], x);
  }

  private static double[] normalized(double[] logits) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(z -> z - Math.log(sum)).toArray();
  }
}
