package dev.rnn4j.testkit;

import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The recurrent language model in double precision, read off the equations and nothing else.
 *
 * <pre>
 *   e(t) = E[x(t)]
 *   h(t) = the cell's step, see ReferenceCell
 *   y(t) = softmax(U h(t) + b2),  J(t) = -log y(t)[target(t)],  J = mean of J(t)
 * </pre>
 *
 * <p>Forward only: its gradients are {@linkplain CentralDifferences numeric}, so a slip in the
 * chain rule cannot be made twice. It is slow on purpose and meant for models of a few hundred
 * parameters.
 */
public final class ReferenceLanguageModel {
  private final LanguageModelConfig config;
  private final Map<String, double[]> parameters;

  /**
   * Wraps parameters. The arrays are kept, not copied, and read again on every run, so changing an
   * element changes the model.
   *
   * @param config the model
   * @param parameters the values by name, as {@link ParameterShape#of} lists them
   * @throws IllegalArgumentException if a parameter is missing, unknown, or of another size
   */
  public ReferenceLanguageModel(LanguageModelConfig config, Map<String, double[]> parameters) {
    this.config = config;
    this.parameters = parameters;
    List<ParameterShape> shapes = ParameterShape.of(config);
    for (ParameterShape shape : shapes) {
      int length = parameter(shape.name()).length;
      if (length != shape.size()) {
        throw new IllegalArgumentException(
            "%s has %d values, its shape (%d, %d) needs %d"
                .formatted(shape.name(), length, shape.rows(), shape.columns(), shape.size()));
      }
    }
    if (parameters.size() != shapes.size()) {
      throw new IllegalArgumentException(
          "expected %d parameters %s, got %s"
              .formatted(shapes.size(), shapes, parameters.keySet()));
    }
  }

  /**
   * Runs one window.
   *
   * @param window inputs, targets, initial state and dropout; none of it is changed
   * @return logits, losses, states
   */
  public ReferenceResult run(ReferenceWindow window) {
    return new Pass(window).run();
  }

  /**
   * Mean loss of one window, with the values the parameter arrays hold now.
   *
   * @param window what to run
   * @return J
   */
  public double meanLoss(ReferenceWindow window) {
    return run(window).meanLoss();
  }

  /**
   * Numeric derivatives of the mean loss with respect to chosen elements of one parameter.
   *
   * @param name which parameter
   * @param indices which elements
   * @param window what to run
   * @param differences how to differentiate
   * @return one derivative per index
   */
  public double[] gradient(
      String name, int[] indices, ReferenceWindow window, CentralDifferences differences) {
    return differences.gradient(ignored -> meanLoss(window), parameter(name), indices);
  }

  private double[] parameter(String name) {
    double[] values = parameters.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "parameter %s is missing, got %s".formatted(name, parameters.keySet()));
    }
    return values;
  }

  /** One forward pass; holds what the layers leave behind. */
  private final class Pass {
    private final ReferenceWindow window;
    private final ReferenceState state;
    private final List<double[]> hidden = new ArrayList<>();
    private double kinkDistance = Double.POSITIVE_INFINITY;

    Pass(ReferenceWindow window) {
      this.window = window;
      this.state = window.initial().copy();
    }

    ReferenceResult run() {
      double[] x = dropout(0, embed());
      for (int l = 0; l < config.hiddenSizes().size(); l++) {
        double[] h = layer(l, x);
        hidden.add(h);
        x = dropout(l + 1, h);
      }
      double[] logits = decode(x);
      double[] losses = losses(logits);
      return new ReferenceResult(logits, losses, mean(losses), hidden, state, kinkDistance);
    }

    private double[] embed() {
      int width = config.embeddingSize();
      double[] table = parameter("encoder.weight");
      double[] e = new double[window.inputs().length * width];
      for (int r = 0; r < window.inputs().length; r++) {
        for (int j = 0; j < width; j++) {
          e[r * width + j] = table[window.inputs()[r] * width + j];
        }
      }
      return e;
    }

    private double[] dropout(int site, double[] x) {
      if (window.masks().length == 0) {
        return x;
      }
      double[] mask = window.masks()[site];
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = x[i] * mask[i];
      }
      return y;
    }

    /** Layer l over all steps; every (t, b) is computed on its own, as a vector. */
    private double[] layer(int l, double[] x) {
      ReferenceCell cell = new ReferenceCell(config.cell(), parameters, "rnn.", "_l" + l);
      int width = ReferenceCell.outputSize(config.cell(), config.hiddenSizes().get(l));
      int rows = window.steps() * window.batch();
      int inputWidth = x.length / rows;
      double[] all = new double[rows * width];
      for (int r = 0; r < rows; r++) {
        int b = r % window.batch();
        double[] xt = Arrays.copyOfRange(x, r * inputWidth, (r + 1) * inputWidth);
        double[] h = step(cell, l, b, xt);
        System.arraycopy(h, 0, all, r * width, width);
      }
      kinkDistance = Math.min(kinkDistance, cell.kinkDistance());
      return all;
    }

    /** One step of sequence b, whose state is replaced. */
    private double[] step(ReferenceCell cell, int l, int b, double[] x) {
      double[] h = state.hidden().get(l);
      double[] c = state.cell().isEmpty() ? new double[0] : state.cell().get(l);
      ReferenceCell.State after = cell.step(x, new ReferenceCell.State(row(h, b), row(c, b)));
      System.arraycopy(after.h(), 0, h, b * after.h().length, after.h().length);
      System.arraycopy(after.c(), 0, c, b * after.c().length, after.c().length);
      return after.h();
    }

    private double[] row(double[] states, int b) {
      int width = states.length / window.batch();
      return Arrays.copyOfRange(states, b * width, (b + 1) * width);
    }

    /** Logits; of an adaptive softmax log-probabilities. */
    private double[] decode(double[] x) {
      return config.isAdaptive() ? adaptive(x) : affine(x);
    }

    private double[] adaptive(double[] x) {
      int vocabulary = config.vocabularySize();
      ReferenceAdaptiveSoftmax softmax =
          new ReferenceAdaptiveSoftmax(parameters, "decoder.", config.cutoffs(), vocabulary);
      int rows = window.steps() * window.batch();
      int width = x.length / rows;
      double[] all = new double[rows * vocabulary];
      for (int r = 0; r < rows; r++) {
        double[] h = Arrays.copyOfRange(x, r * width, (r + 1) * width);
        System.arraycopy(softmax.logProbabilities(h), 0, all, r * vocabulary, vocabulary);
      }
      return all;
    }

    private double[] affine(double[] x) {
      double[] weight = parameter(config.tied() ? "encoder.weight" : "decoder.weight");
      double[] bias = parameter("decoder.bias");
      int rows = window.steps() * window.batch();
      int width = x.length / rows;
      int vocabulary = config.vocabularySize();
      double[] logits = new double[rows * vocabulary];
      for (int r = 0; r < rows; r++) {
        double[] h = Arrays.copyOfRange(x, r * width, (r + 1) * width);
        double[] row = ReferenceCell.affine(weight, bias, h);
        System.arraycopy(row, 0, logits, r * vocabulary, vocabulary);
      }
      return logits;
    }

    private double[] losses(double[] logits) {
      int vocabulary = config.vocabularySize();
      double[] losses = new double[window.targets().length];
      for (int r = 0; r < losses.length; r++) {
        int target = window.targets()[r];
        if (target >= 0) {
          double[] row = Arrays.copyOfRange(logits, r * vocabulary, (r + 1) * vocabulary);
          losses[r] = logSumExp(row) - row[target];
        }
      }
      return losses;
    }

    private double mean(double[] losses) {
      double sum = 0;
      int count = 0;
      for (int r = 0; r < losses.length; r++) {
        if (window.targets()[r] >= 0) {
          sum += losses[r];
          count++;
        }
      }
      return count == 0 ? 0 : sum / count;
    }
  }

  /** log of the sum of exp(row), shifted by the largest so that nothing overflows. */
  private static double logSumExp(double[] row) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : row) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (double value : row) {
      sum += Math.exp(value - largest);
    }
    return largest + Math.log(sum);
  }
}
