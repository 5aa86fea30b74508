package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares values of a single-precision engine with those of the double-precision reference.
 *
 * <p>Let u = 2⁻²⁴ be the rounding of a float. A sum of n terms is off by at most about n u times
 * the sum of the terms' magnitudes, wherever the result ends up after cancellation. The terms are
 * unknown here, so their magnitude is taken from the gradient around the element:
 *
 * <pre>
 *   limit = 8 n u (|expected| + largest |expected| of the same parameter + 1% of the scale)
 * </pre>
 *
 * <p>n counts the additions on the longest path through the model. 8 covers what one counted
 * addition stands for: products, the activation's few units in the last place, and its derivative.
 * The last part is for a parameter all of whose elements cancel; one per cent keeps it far below
 * what a wrong formula does to an ordinary parameter.
 */
public final class GradientComparison {
  private static final double FLOAT_ROUNDING = 0x1p-24;
  private static final double SAFETY = 8;
  private static final double SCALE_SHARE = 0.01;
  private static final int REPORTED = 10;

  /** A row of a small deviation; of the smallest that are compared, 0.01, it would be 100. */
  private static final double NORM_STEEPNESS = 20;

  private final double sumLength;
  private final double scale;

  /**
   * A comparison for one window.
   *
   * @param sumLength n, additions on the longest path, see {@link #sumLength}
   * @param scale magnitude of the terms that the larger gradients of the model are sums of
   */
  public GradientComparison(double sumLength, double scale) {
    if (!(sumLength >= 1) || !(scale >= 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException(
          "needs a sum length of at least 1 and a finite scale, got %s and %s"
              .formatted(sumLength, scale));
    }
    this.sumLength = sumLength;
    this.scale = scale;
  }

  /**
   * A comparison of values whose terms are known to be of some magnitude, whatever they cancel to.
   *
   * @param sumLength n, additions on the longest path
   * @param magnitude of the terms
   * @return a comparison that allows 8 n u times that magnitude even where the value is 0
   */
  static GradientComparison ofTerms(double sumLength, double magnitude) {
    return new GradientComparison(sumLength, magnitude / SCALE_SHARE);
  }

  /**
   * Additions on the longest path from a parameter to its gradient: through every layer of every
   * step and back, the softmax, and the sum over all positions.
   *
   * @param config the model
   * @param steps T
   * @param batch B
   * @return n
   */
  public static double sumLength(LanguageModelConfig config, int steps, int batch) {
    double path = config.embeddingSize() + 2.0 * config.vocabularySize();
    for (int width : config.hiddenSizes()) {
      path += 2.0 * config.cell().gates(width) * steepness(config.cell());
    }
    return path + (double) steps * batch + 8.0 * steps * config.hiddenSizes().size();
  }

  /**
   * Additions on the longest path through a stack of layers and back, and the sum over all rows.
   *
   * @param config the stack
   * @param batch what it reads
   * @return n
   */
  static double sumLength(StackConfig config, SequenceBatch batch) {
    double path = config.inputSize() + batch.rows() + 1.0;
    for (LayerConfig layer : config.layers()) {
      double gates = layer.gates() * steepness(layer.cell());
      path += 2.0 * config.directions().count() * gates + 8.0 * batch.steps();
    }
    return path;
  }

  /**
   * How much more the rounding of what a step reads counts in what it gives: layer normalisation
   * divides by the deviation of a row.
   */
  private static double steepness(Cell cell) {
    return cell instanceof CellConfig config && config.layerNorm() ? NORM_STEEPNESS : 1;
  }

  /**
   * One element that is too far off.
   *
   * @param parameter name of the parameter
   * @param index element of the parameter
   * @param analytic what the engine computed
   * @param numeric what the reference says
   * @param error |analytic - numeric|
   * @param limit what was allowed
   */
  public record Mismatch(
      String parameter, int index, double analytic, double numeric, double error, double limit) {
    @Override
    public String toString() {
      return "%s[%d]: analytic %.9g, numeric %.9g, error %.3g, limit %.3g (relative error %.3g)"
          .formatted(
              parameter, index, analytic, numeric, error, limit, relativeError(analytic, numeric));
    }
  }

  /**
   * Error relative to the larger magnitude.
   *
   * @param analytic one value
   * @param numeric the other value
   * @return 0 if both are equal, at most 2; NaN if either is
   */
  public static double relativeError(double analytic, double numeric) {
    double error = Math.abs(analytic - numeric);
    return error == 0 ? 0 : error / Math.max(Math.abs(analytic), Math.abs(numeric));
  }

  /**
   * The elements of one parameter that are too far off.
   *
   * @param parameter its name, for messages
   * @param indices which elements were differentiated
   * @param analytic the engine's gradient, all elements
   * @param numeric the reference's derivative per index
   * @return in the order of the indices; a value that is not a number always counts as too far off
   */
  public List<Mismatch> mismatches(
      String parameter, int[] indices, float[] analytic, double[] numeric) {
    double largest = largest(numeric);
    List<Mismatch> found = new ArrayList<>();
    for (int i = 0; i < indices.length; i++) {
      double actual = analytic[indices[i]];
      double error = Math.abs(actual - numeric[i]);
      double limit = limit(numeric[i], largest);
      if (!(error <= limit)) {
        found.add(new Mismatch(parameter, indices[i], actual, numeric[i], error, limit));
      }
    }
    return found;
  }

  /**
   * Fails if any element of one parameter is too far off.
   *
   * @param parameter its name, for the message
   * @param indices which elements were differentiated
   * @param analytic the engine's gradient, all elements
   * @param numeric the reference's derivative per index
   * @throws AssertionError naming parameter, index, both values, the error and the limit
   */
  public void assertClose(String parameter, int[] indices, float[] analytic, double[] numeric) {
    List<Mismatch> found = mismatches(parameter, indices, analytic, numeric);
    if (found.isEmpty()) {
      return;
    }
    StringBuilder message = new StringBuilder();
    message.append(
        "%d of %d compared elements of %s are off:"
            .formatted(found.size(), indices.length, parameter));
    found.stream().limit(REPORTED).forEach(m -> message.append("\n  ").append(m));
    if (found.size() > REPORTED) {
      message.append("\n  ... and %d more".formatted(found.size() - REPORTED));
    }
    throw new AssertionError(message.toString());
  }

  /**
   * Fails if any element of two whole arrays differs too much.
   *
   * @param parameter name for the message
   * @param analytic the engine's values
   * @param numeric the reference's values, as many
   * @throws AssertionError naming parameter, index, both values, the error and the limit
   */
  public void assertClose(String parameter, float[] analytic, double[] numeric) {
    if (analytic.length != numeric.length) {
      throw new AssertionError(
          "%s has %d values, expected %d".formatted(parameter, analytic.length, numeric.length));
    }
    assertClose(parameter, CentralDifferences.allIndices(numeric.length), analytic, numeric);
  }

  /**
   * Largest magnitude of an array.
   *
   * @param values the array
   * @return 0 if it is empty
   */
  public static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private double limit(double expected, double largest) {
    double magnitude = Math.abs(expected) + largest + SCALE_SHARE * scale;
    return SAFETY * sumLength * FLOAT_ROUNDING * magnitude;
  }
}
