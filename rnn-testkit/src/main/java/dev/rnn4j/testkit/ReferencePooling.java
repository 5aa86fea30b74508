package dev.rnn4j.testkit;

import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Every kind of pooling in double precision and as its formula stands. What comes out is (B, width)
 * for the outputs of a batch, zeros for an empty sequence; nothing where all are empty.
 */
final class ReferencePooling {
  private ReferencePooling() {}

  private static int width(BatchValues outputs) {
    int rows = outputs.batch().rows();
    return rows == 0 ? 0 : outputs.elements().length / rows;
  }

  static double[] means(BatchValues outputs) {
    SequenceBatch batch = outputs.batch();
    int width = width(outputs);
    double[] means = new double[batch.batch() * width];
    for (int b = 0; b < batch.batch(); b++) {
      for (double[] step : outputs.sequence(b)) {
        for (int j = 0; j < width; j++) {
          means[b * width + j] += step[j] / batch.length(b);
        }
      }
    }
    return means;
  }

  /** (B, directions · H). */
  static double[] lastStates(BatchValues outputs, int directions) {
    double[][] rows = new double[outputs.batch().batch() * directions][];
    Arrays.setAll(
        rows,
        i -> {
          List<double[]> layers = outputs.hidden(i / directions);
          return layers.get(layers.size() - directions + i % directions);
        });
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  static double[] maxima(BatchValues outputs) {
    int width = width(outputs);
    double[] maxima = new double[outputs.batch().batch() * width];
    for (int i = 0; i < maxima.length; i++) {
      int j = i % width;
      maxima[i] = outputs.sequence(i / width).stream().mapToDouble(step -> step[j]).max().orElse(0);
    }
    return maxima;
  }

  /** How near a maximum came to the next smaller value. */
  static double distanceOfMaxima(BatchValues outputs) {
    int width = width(outputs);
    double[] maxima = maxima(outputs);
    double distance = Double.POSITIVE_INFINITY;
    for (int i = 0; i < maxima.length; i++) {
      for (double[] step : outputs.sequence(i / width)) {
        double below = maxima[i] - step[i % width];
        distance = below == 0 ? distance : Math.min(distance, below);
      }
    }
    return distance;
  }

  static double[] attended(BatchValues outputs, Map<String, double[]> parameters) {
    int width = width(outputs);
    double[] rows = new double[outputs.batch().batch() * width];
    for (int b = 0; b < outputs.batch().batch(); b++) {
      List<double[]> steps = outputs.sequence(b);
      double[] powers = steps.stream().mapToDouble(h -> Math.exp(score(h, parameters))).toArray();
      double sum = Arrays.stream(powers).sum();
      for (int t = 0; t < powers.length; t++) {
        for (int j = 0; j < width; j++) {
          rows[b * width + j] += powers[t] / sum * steps.get(t)[j];
        }
      }
    }
    return rows;
  }

  /** v · tanh(W h + b). */
  private static double score(double[] h, Map<String, double[]> parameters) {
    double[] weight = parameters.getOrDefault("pooling.weight", new double[0]);
    double[] bias = parameters.getOrDefault("pooling.bias", new double[0]);
    double[] vector = parameters.getOrDefault("pooling.vector", new double[0]);
    double score = 0;
    for (int a = 0; a < vector.length; a++) {
      double sum = bias[a];
      for (int j = 0; j < h.length; j++) {
        sum += weight[a * h.length + j] * h[j];
      }
      score += vector[a] * Math.tanh(sum);
    }
    return score;
  }
}
