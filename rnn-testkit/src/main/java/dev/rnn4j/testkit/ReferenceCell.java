package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One step of a cell for one sequence in double precision, read off the equations as PyTorch
 * documents them:
 *
 * <pre>
 *   a = W_ih x(t) + b_ih,  q = W_hh h(t-1) + b_hh
 *   RNN:  h(t) = f(a + q)
 *   LSTM: i, f, o = sigmoid(a + q) of their rows;  g = tanh(a_g + q_g)
 *         c(t) = f c(t-1) + i g;  h(t) = o tanh(c(t)), projected: h(t) = W_hr (o tanh(c(t)))
 *         with peepholes p c(t-1) is added within i and f, p c(t) within o
 *   with layer normalisation a = LN(W_ih x(t)), q = LN(W_hh h(t-1)), in an LSTM
 *         h(t) = o tanh(LN(c(t))), where LN(v) = g (v - mean(v)) / sqrt(var(v) + 1e-5) + b with
 *         gains g and biases b of its own
 *   GRU:  r, z = sigmoid(a + q) of their rows
 *         n = tanh(a_n + r q_n), or reset before: n = tanh(a_n + W_hn (r h(t-1)) + b_hn)
 *         h(t) = (1 - z) n + z h(t-1)
 * </pre>
 */
final class ReferenceCell {
  /** A deviation of a row of 0.01 counts as a kink that is 0.001 away. */
  private static final double STEEP = 0.1;

  private final Cell cell;
  private final Map<String, double[]> parameters;
  private final String prefix;
  private final String suffix;
  private double kinkDistance = Double.POSITIVE_INFINITY;

  /**
   * h and c of one sequence.
   *
   * @param h H values, or as many as it is projected to
   * @param c H values, or none if the cell has none
   * @param gates what made them, side by side: i, f, g, o of an LSTM, r, z, n of a GRU; none before
   *     the first step, and of a cell without gates
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record State(double[] h, double[] c, double[] gates) {
    State(double[] h, double[] c) {
      this(h, c, new double[0]);
    }
  }

  /** A cell whose parameters are read again at every step; "rnn." and "_l0_reverse" name them. */
  ReferenceCell(Cell cell, Map<String, double[]> parameters, String prefix, String suffix) {
    this.cell = cell;
    this.parameters = parameters;
    this.prefix = prefix;
    this.suffix = suffix;
  }

  /** Names and shapes of the parameters for H units, in their order. */
  static List<ParameterShape> shapes(
      Cell cell, int input, int hidden, String prefix, String suffix) {
    int rows = gates(cell, hidden);
    List<ParameterShape> shapes = new ArrayList<>();
    shapes.add(new ParameterShape(prefix + "weight_ih" + suffix, rows, input));
    shapes.add(new ParameterShape(prefix + "weight_hh" + suffix, rows, outputSize(cell, hidden)));
    shapes.add(new ParameterShape(prefix + "bias_ih" + suffix, 1, rows));
    shapes.add(new ParameterShape(prefix + "bias_hh" + suffix, 1, rows));
    if (cell instanceof LstmCell lstm && lstm.peepholes()) {
      for (String gate : List.of("ci", "cf", "co")) {
        shapes.add(new ParameterShape(prefix + "weight_" + gate + suffix, 1, hidden));
      }
    }
    if (isNormalized(cell)) {
      shapes.add(new ParameterShape(prefix + "gain_ih" + suffix, 1, rows));
      shapes.add(new ParameterShape(prefix + "gain_hh" + suffix, 1, rows));
      if (cell instanceof LstmCell) {
        shapes.add(new ParameterShape(prefix + "gain_c" + suffix, 1, hidden));
        shapes.add(new ParameterShape(prefix + "bias_c" + suffix, 1, hidden));
      }
    }
    if (projection(cell) > 0) {
      shapes.add(new ParameterShape(prefix + "weight_hr" + suffix, projection(cell), hidden));
    }
    return shapes;
  }

  private static boolean isNormalized(Cell cell) {
    return cell instanceof CellConfig config && config.layerNorm();
  }

  private static int projection(Cell cell) {
    return cell instanceof LstmCell lstm ? lstm.projection() : 0;
  }

  /** The width of h for H units. */
  static int outputSize(Cell cell, int hidden) {
    return projection(cell) > 0 ? projection(cell) : hidden;
  }

  /** The width of c for H units. */
  static int stateSize(Cell cell, int hidden) {
    return cell instanceof LstmCell ? hidden : 0;
  }

  /** Rows of the weights for H units. */
  private static int gates(Cell cell, int hidden) {
    return switch (cell) {
      case ElmanCell _ -> hidden;
      case LstmCell _ -> 4 * hidden;
      case GruCell _ -> 3 * hidden;
      default -> throw new IllegalArgumentException("there is no reference of " + cell);
    };
  }

  State step(double[] x, State before) {
    return step(x, before, before.h());
  }

  /** With something else than h(t-1) in the recurrent product. */
  State step(double[] x, State before, double[] recurrent) {
    double[] all = new double[before.c().length];
    Arrays.fill(all, 1);
    return step(x, before, recurrent, all);
  }

  /** With something else than g of an LSTM, a multiple of each element. */
  State step(double[] x, State before, double[] recurrent, double[] candidate) {
    double[] a = share("ih", x);
    double[] q = share("hh", recurrent);
    return switch (cell) {
      case ElmanCell elman -> rnn(elman.activation(), a, q);
      case LstmCell lstm ->
          projected(lstm, lstm(a, q, before.c(), peepholes(lstm, before.c().length), candidate));
      case GruCell gru when gru.reset() == GruCell.Reset.BEFORE ->
          gru(a, resetBefore(a, q, recurrent), before.h(), true);
      case GruCell _ -> gru(a, q, before.h(), false);
      default -> throw new IllegalArgumentException("there is no reference of " + cell);
    };
  }

  /** W x + b, or LN(W x) with b as its bias. */
  private double[] share(String which, double[] x) {
    double[] bias = parameter("bias_" + which);
    if (!isNormalized(cell)) {
      return affine(parameter("weight_" + which), bias, x);
    }
    double[] product = affine(parameter("weight_" + which), new double[bias.length], x);
    return normalized(product, parameter("gain_" + which), bias);
  }

  private double[] normalized(double[] v, double[] gain, double[] bias) {
    double mean = Arrays.stream(v).average().orElseThrow();
    double variance = Arrays.stream(v).map(e -> (e - mean) * (e - mean)).average().orElseThrow();
    double deviation = Math.sqrt(variance);
    if (deviation > 0) {
      kinkDistance = Math.min(kinkDistance, STEEP * deviation);
    }
    double[] y = new double[v.length];
    for (int j = 0; j < y.length; j++) {
      y[j] = gain[j] * ((v[j] - mean) / Math.sqrt(variance + 1e-5)) + bias[j];
    }
    return y;
  }

  /**
   * How near the pre-activations of all steps so far came to the kink of ReLU, or rows that are
   * normalised to such equal values that the slope is as good as one.
   */
  double kinkDistance() {
    return kinkDistance;
  }

  private State rnn(Activation f, double[] a, double[] q) {
    double[] h = new double[a.length];
    for (int j = 0; j < h.length; j++) {
      h[j] = activate(f, a[j] + q[j]);
    }
    return new State(h, new double[0]);
  }

  private double activate(Activation f, double z) {
    if (f == Activation.RELU) {
      kinkDistance = Math.min(kinkDistance, Math.abs(z));
    }
    return switch (f) {
      case SIGMOID -> sigmoid(z);
      case TANH -> Math.tanh(z);
      case RELU -> z > 0 ? z : 0;
      case SOFTSIGN -> z / (1 + Math.abs(z));
      case LINEAR -> z;
    };
  }

  /** p of i, f and o; zeros without peepholes. */
  private double[][] peepholes(LstmCell cell, int width) {
    return cell.peepholes()
        ? new double[][] {parameter("weight_ci"), parameter("weight_cf"), parameter("weight_co")}
        : new double[3][width];
  }

  private State lstm(double[] a, double[] q, double[] before, double[][] p, double[] candidate) {
    int width = a.length / 4;
    double[] h = new double[width];
    double[] c = new double[width];
    double[] gates = new double[a.length];
    for (int j = 0; j < width; j++) {
      double i = sigmoid(a[j] + q[j] + p[0][j] * before[j]);
      double f = sigmoid(a[width + j] + q[width + j] + p[1][j] * before[j]);
      double g = Math.tanh(a[2 * width + j] + q[2 * width + j]);
      c[j] = f * before[j] + i * (candidate[j] * g);
      double o = sigmoid(a[3 * width + j] + q[3 * width + j] + p[2][j] * c[j]);
      put(gates, j, i, f, g, o);
    }
    double[] seen =
        isNormalized(cell) ? normalized(c, parameter("gain_c"), parameter("bias_c")) : c;
    for (int j = 0; j < width; j++) {
      h[j] = gates[3 * width + j] * Math.tanh(seen[j]);
    }
    return new State(h, c, gates);
  }

  private State projected(LstmCell cell, State state) {
    if (cell.projection() == 0) {
      return state;
    }
    double[] none = new double[cell.projection()];
    return new State(affine(parameter("weight_hr"), none, state.h()), state.c(), state.gates());
  }

  /** q with W_hn (r ∘ h) + b_hn as its share of n. */
  private double[] resetBefore(double[] a, double[] q, double[] recurrent) {
    double[] kept = recurrent.clone();
    for (int j = 0; j < kept.length; j++) {
      kept[j] *= sigmoid(a[j] + q[j]);
    }
    double[] all = affine("weight_hh", "bias_hh", kept);
    System.arraycopy(q, 0, all, 0, 2 * kept.length);
    return all;
  }

  /** Where q has been reset already, r has no further effect on n. */
  private static State gru(double[] a, double[] q, double[] before, boolean isReset) {
    int width = a.length / 3;
    double[] h = new double[width];
    double[] gates = new double[a.length];
    for (int j = 0; j < width; j++) {
      double r = sigmoid(a[j] + q[j]);
      double z = sigmoid(a[width + j] + q[width + j]);
      double n = Math.tanh(a[2 * width + j] + (isReset ? 1 : r) * q[2 * width + j]);
      h[j] = (1 - z) * n + z * before[j];
      put(gates, j, r, z, n);
    }
    return new State(h, new double[0], gates);
  }

  /** The gates of unit j, each into its own block of H. */
  private static void put(double[] gates, int j, double... values) {
    for (int k = 0; k < values.length; k++) {
      gates[k * (gates.length / values.length) + j] = values[k];
    }
  }

  /** W x + b of this cell's parameters. */
  private double[] affine(String weight, String bias, double[] x) {
    return affine(parameter(weight), parameter(bias), x);
  }

  /** W x + b; W is (b.length, x.length) row-major. */
  static double[] affine(double[] weight, double[] bias, double[] x) {
    double[] y = bias.clone();
    for (int j = 0; j < y.length; j++) {
      for (int k = 0; k < x.length; k++) {
        y[j] += weight[j * x.length + k] * x[k];
      }
    }
    return y;
  }

  private double[] parameter(String name) {
    double[] values = parameters.get(prefix + name + suffix);
    if (values == null) {
      throw new IllegalArgumentException(
          "parameter %s is missing, got %s".formatted(prefix + name + suffix, parameters.keySet()));
    }
    return values;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
