package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
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
 *   z(t) = W_ih x(t) + b_ih + W_hh h(t-1) + b_hh
 *   RNN:  h(t) = f(z(t))
 *   LSTM: i, f, o = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o);  g = tanh(z_g)
 *         c(t) = f c(t-1) + i g;  h(t) = o tanh(c(t))
 *   GRU:  r, z = sigmoid(z_r), sigmoid(z_z)
 *         n = tanh(W_in x(t) + b_in + r (W_hn h(t-1) + b_hn));  h(t) = (1 - z) n + z h(t-1)
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
      int width = config.hiddenSizes().get(l);
      int rows = window.steps() * window.batch();
      int inputWidth = x.length / rows;
      double[] all = new double[rows * width];
      for (int r = 0; r < rows; r++) {
        int b = r % window.batch();
        double[] xt = Arrays.copyOfRange(x, r * inputWidth, (r + 1) * inputWidth);
        double[] h =
            switch (config.cell()) {
              case ElmanCell _ -> rnnStep(l, b, xt);
              case LstmCell _ -> lstmStep(l, b, xt);
              case GruCell _ -> gruStep(l, b, xt);
            };
        System.arraycopy(h, 0, state.hidden().get(l), b * width, width);
        System.arraycopy(h, 0, all, r * width, width);
      }
      return all;
    }

    private double[] rnnStep(int l, int b, double[] x) {
      double[] z = preActivation(l, b, x);
      double[] h = new double[z.length];
      for (int j = 0; j < z.length; j++) {
        h[j] = activate(config.cell().activation(), z[j]);
      }
      return h;
    }

    private double[] lstmStep(int l, int b, double[] x) {
      double[] z = preActivation(l, b, x);
      int width = z.length / 4;
      double[] h = new double[width];
      double[] c = state.cell().get(l);
      for (int j = 0; j < width; j++) {
        double i = sigmoid(z[j]);
        double f = sigmoid(z[width + j]);
        double g = Math.tanh(z[2 * width + j]);
        double o = sigmoid(z[3 * width + j]);
        int k = b * width + j;
        c[k] = f * c[k] + i * g;
        h[j] = o * Math.tanh(c[k]);
      }
      return h;
    }

    private double[] gruStep(int l, int b, double[] x) {
      double[] fromInput = affine("rnn.weight_ih_l" + l, "rnn.bias_ih_l" + l, x);
      double[] fromState = fromState(l, b);
      int width = fromInput.length / 3;
      double[] h = new double[width];
      for (int j = 0; j < width; j++) {
        double r = sigmoid(fromInput[j] + fromState[j]);
        double z = sigmoid(fromInput[width + j] + fromState[width + j]);
        double n = Math.tanh(fromInput[2 * width + j] + r * fromState[2 * width + j]);
        h[j] = (1 - z) * n + z * state.hidden().get(l)[b * width + j];
      }
      return h;
    }

    /** W_ih x + b_ih + W_hh h(t-1) + b_hh of sequence b. */
    private double[] preActivation(int l, int b, double[] x) {
      double[] fromInput = affine("rnn.weight_ih_l" + l, "rnn.bias_ih_l" + l, x);
      double[] fromState = fromState(l, b);
      double[] z = new double[fromInput.length];
      for (int j = 0; j < z.length; j++) {
        z[j] = fromInput[j] + fromState[j];
      }
      return z;
    }

    /** W_hh h(t-1) + b_hh of sequence b. */
    private double[] fromState(int l, int b) {
      int width = config.hiddenSizes().get(l);
      double[] h = Arrays.copyOfRange(state.hidden().get(l), b * width, (b + 1) * width);
      return affine("rnn.weight_hh_l" + l, "rnn.bias_hh_l" + l, h);
    }

    private double[] decode(double[] x) {
      String weight = config.tied() ? "encoder.weight" : "decoder.weight";
      int rows = window.steps() * window.batch();
      int width = x.length / rows;
      int vocabulary = config.vocabularySize();
      double[] logits = new double[rows * vocabulary];
      for (int r = 0; r < rows; r++) {
        double[] h = Arrays.copyOfRange(x, r * width, (r + 1) * width);
        System.arraycopy(affine(weight, "decoder.bias", h), 0, logits, r * vocabulary, vocabulary);
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

    private double activate(Activation f, double z) {
      if (f == Activation.RELU) {
        kinkDistance = Math.min(kinkDistance, Math.abs(z));
      }
      return switch (f) {
        case SIGMOID -> sigmoid(z);
        case TANH -> Math.tanh(z);
        case RELU -> z > 0 ? z : 0;
      };
    }
  }

  /** W x + b for one vector; W is (rows, x.length) row-major. */
  private double[] affine(String weight, String bias, double[] x) {
    double[] w = parameter(weight);
    double[] y = parameter(bias).clone();
    for (int j = 0; j < y.length; j++) {
      for (int k = 0; k < x.length; k++) {
        y[j] += w[j * x.length + k] * x[k];
      }
    }
    return y;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
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
