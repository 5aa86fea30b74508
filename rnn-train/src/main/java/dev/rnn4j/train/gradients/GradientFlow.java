package dev.rnn4j.train.gradients;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentPass;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures how the gradient of the loss of one step goes back in time: the norms of ∂J(t)/∂h(t-k)
 * and ∂J(t)/∂c(t-k) against the distance k, for every layer, where J(t) is the loss of step t of
 * one sequence. h(t-k) and c(t-k) of all layers together are the state that step t-k hands to step
 * t-k+1, and each gradient is that by one of them while the others stay as they are: what changing
 * the state between two calls of a model would show. So k is 1 or more, and the gradient of c is
 * what comes along c, not through the output gate of step t-k.
 */
public final class GradientFlow {
  /** From so many steps the matrices of a simple RNN are taken. */
  private static final int JACOBIANS = 8;

  private final SteppedModel model;
  private final int distance;
  private final int[] lossSteps;
  private final Workers workers;

  /** Before step t at t, after the last one at T. */
  private final RecurrentState[] states;

  /** Of layer and step, (B, S); null for cells without such a gate. */
  private final Matrix[][] gates;

  private GradientFlow(SteppedModel model, int distance, int[] lossSteps, Workers workers) {
    this.model = model;
    this.distance = distance;
    this.lossSteps = lossSteps.clone();
    this.workers = workers;
    states = new RecurrentState[model.steps() + 1];
    gates = new Matrix[model.config().layers().size()][model.steps()];
  }

  /**
   * Measures.
   *
   * @param model with the sequences it reads, from the zero state
   * @param distance the largest k, 1 or more
   * @param lossSteps the steps t, each at least {@code distance} - 1
   * @param workers who compute
   * @return one result for each layer
   * @throws IllegalArgumentException if a step is too near the beginning, or there is none
   */
  public static List<LayerFlow> measure(
      SteppedModel model, int distance, int[] lossSteps, Workers workers) {
    for (int t : lossSteps) {
      if (t < distance - 1 || t >= model.steps() || distance < 1) {
        throw new IllegalArgumentException(
            "no gradient goes back "
                + distance
                + " steps from step "
                + (t + 1)
                + " of "
                + model.steps());
      }
    }
    if (lossSteps.length == 0) {
      throw new IllegalArgumentException("give one step or more whose loss is differentiated");
    }
    GradientFlow flow = new GradientFlow(model, distance, lossSteps, workers);
    flow.read();
    return flow.results();
  }

  /** The forward pass of all steps, which keeps what the rest needs. */
  private void read() {
    states[0] = model.newState();
    for (int t = 0; t < model.steps(); t++) {
      model.begin(t, states[t]);
      workers.run(model::forward);
      states[t + 1] = model.newState();
      model.end(states[t + 1]);
      for (int l = 0; l < gates.length; l++) {
        int gate = gateOf(l);
        if (gate >= 0) {
          Matrix all = model.layer(l).gates(0);
          int width = all.cols() / gateNames(l).size();
          gates[l][t] = all.columnRange(gate * width, (gate + 1) * width).copy();
        }
      }
    }
  }

  private List<String> gateNames(int layer) {
    return model.config().layers().get(layer).cell() instanceof CellConfig cell
        ? cell.gateNames()
        : List.of();
  }

  /** Which gate multiplies the state before: f of an LSTM, z of a GRU; -1 without. */
  private int gateOf(int layer) {
    List<String> names = gateNames(layer);
    return Math.max(names.indexOf("f"), names.indexOf("z"));
  }

  private List<LayerFlow> results() {
    int layers = gates.length;
    int samples = lossSteps.length * model.batch();
    double[][][] hidden = new double[layers][distance][samples];
    double[][][] cell = new double[layers][distance][samples];
    for (int i = 0; i < lossSteps.length; i++) {
      goBack(lossSteps[i], i * model.batch(), hidden, cell);
    }
    List<LayerFlow> results = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      boolean hasCell = model.config().layers().get(l).stateSize() > 0;
      int gate = gateOf(l);
      double[] jacobian = jacobian(l);
      results.add(
          new LayerFlow(
              medians(hidden[l]),
              hasCell ? medians(cell[l]) : List.of(),
              gate < 0 ? "" : gateNames(l).get(gate),
              gate < 0 ? List.of() : medians(products(l)),
              jacobian[0],
              jacobian[1]));
    }
    return results;
  }

  /** From the loss of step t one step at a time, each from the state that it had. */
  private void goBack(int t, int sample, double[][][] hidden, double[][][] cell) {
    RecurrentState gradient = new RecurrentState(model.config().layers(), model.batch()); // zeros
    for (int k = 1; k <= distance; k++) {
      boolean counts = k == 1;
      model.begin(t - k + 1, states[t - k + 1]);
      model.finalGradient().set(gradient);
      workers.run(w -> {
        model.forward(w);
        model.backward(w, counts);
      });
      for (int l = 0; l < gates.length; l++) {
        RecurrentPass layer = model.layer(l);
        gradient.hidden(l).set(layer.initialHiddenGradient());
        gradient.cell(l).set(layer.initialStateGradient());
        norms(gradient.hidden(l), hidden[l][k - 1], sample);
        norms(gradient.cell(l), cell[l][k - 1], sample);
      }
    }
  }

  private static void norms(Matrix gradient, double[] into, int sample) {
    for (int b = 0; b < gradient.rows(); b++) {
      double sum = 0;
      for (int j = 0; j < gradient.cols(); j++) {
        double value = gradient.get(b, j);
        sum += value * value;
      }
      into[sample + b] = Math.sqrt(sum);
    }
  }

  /** The root mean square over the units of the product of their gate over k steps. */
  private double[][] products(int layer) {
    double[][] products = new double[distance][lossSteps.length * model.batch()];
    for (int i = 0; i < lossSteps.length; i++) {
      for (int b = 0; b < model.batch(); b++) {
        double[] units = new double[gates[layer][0].cols()];
        Arrays.fill(units, 1);
        for (int k = 1; k <= distance; k++) {
          Matrix gate = gates[layer][lossSteps[i] - k + 1];
          double squares = 0;
          for (int j = 0; j < units.length; j++) {
            units[j] *= gate.get(b, j);
            squares += units[j] * units[j];
          }
          products[k - 1][i * model.batch() + b] = Math.sqrt(squares / units.length);
        }
      }
    }
    return products;
  }

  private static List<Double> medians(double[][] samples) {
    List<Double> medians = new ArrayList<>();
    for (double[] each : samples) {
      double[] sorted = each.clone();
      Arrays.sort(sorted);
      int half = sorted.length / 2;
      boolean odd = sorted.length % 2 == 1;
      medians.add(odd ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
    }
    return medians;
  }

  /** Spectral radius and norm of ∂h(t)/∂h(t-1) of a simple RNN without layer normalisation. */
  private double[] jacobian(int layer) {
    if (!(model.config().layers().get(layer).cell() instanceof ElmanCell elman)
        || elman.layerNorm()) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double radius = 0;
    double norm = 0;
    int count = Math.min(JACOBIANS, distance);
    int last = lossSteps[lossSteps.length - 1];
    for (int i = 0; i < count; i++) {
      int t = last - i * distance / count;
      Matrix h = states[t + 1].hidden(layer);
      double[][] a = jacobian(elman.activation(), model.recurrentWeight(layer), h, i % h.rows());
      radius += Math.log(Spectrum.radius(a));
      norm += Math.log(Spectrum.norm(a));
    }
    return new double[] {Math.exp(radius / count), Math.exp(norm / count)};
  }

  private static double[][] jacobian(Activation f, Matrix weight, Matrix h, int row) {
    double[][] a = new double[weight.rows()][weight.cols()];
    for (int r = 0; r < a.length; r++) {
      double slope = slope(f, h.get(row, r));
      for (int c = 0; c < a.length; c++) {
        a[r][c] = slope * weight.get(r, c);
      }
    }
    return a;
  }

  /** f'(z) where f(z) = h. */
  private static double slope(Activation f, double h) {
    return switch (f) {
      case TANH -> 1 - h * h;
      case SIGMOID -> h * (1 - h);
      case RELU -> h > 0 ? 1 : 0;
      case SOFTSIGN -> (1 - Math.abs(h)) * (1 - Math.abs(h));
      case LINEAR -> 1;
    };
  }
}
