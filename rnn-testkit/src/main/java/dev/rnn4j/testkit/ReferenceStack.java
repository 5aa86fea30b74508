package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.testkit.ReferenceCell.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A stack of recurrent layers in double precision, one sequence at a time, so that nothing is
 * packed, padded or skipped. Of a layer
 *
 * <pre>
 *   y(t) = m(t) ∘ (join(h→(t), h←(t)) + x(t))
 * </pre>
 *
 * is handed up, where m(t) are dropout's multipliers (1 without), x(t) is added in residual layers
 * only, and join puts side by side, adds or averages; the reverse direction reads x(T), ..., x(1).
 */
final class ReferenceStack {
  private final StackConfig config;
  private final String prefix;
  private final Map<String, double[]> parameters;

  /**
   * What one sequence gives.
   *
   * @param outputs of every step, as handed up by the last layer
   * @param plain the same before dropout
   * @param states after the last step, of every layer and direction
   * @param kinkDistance how near pre-activations came to the kink of ReLU
   */
  record Result(
      List<double[]> outputs, List<double[]> plain, List<State> states, double kinkDistance) {}

  /** The noise of a layer and a direction, for one sequence. */
  @FunctionalInterface
  interface Noises {
    ReferenceNoise of(int layer, int direction);
  }

  /** The arrays are kept and read again on every run. */
  ReferenceStack(StackConfig config, String prefix, Map<String, double[]> parameters) {
    this.config = config;
    this.prefix = prefix;
    this.parameters = parameters;
  }

  /** Names and shapes of all parameters, in their order. */
  static List<ParameterShape> shapes(StackConfig config, String prefix) {
    List<ParameterShape> shapes = new ArrayList<>();
    for (int l = 0; l < config.layers().size(); l++) {
      LayerConfig layer = config.layers().get(l);
      int input = inputSize(config, l);
      for (int d = 0; d < config.directions().count(); d++) {
        shapes.addAll(
            ReferenceCell.shapes(layer.cell(), input, layer.hidden(), prefix, suffix(l, d)));
        if (layer.learnsStart()) {
          shapes.addAll(start(layer, prefix, suffix(l, d)));
        }
      }
    }
    return shapes;
  }

  private static List<ParameterShape> start(LayerConfig layer, String prefix, String suffix) {
    int output = ReferenceCell.outputSize(layer.cell(), layer.hidden());
    List<ParameterShape> shapes = new ArrayList<>();
    shapes.add(new ParameterShape(prefix + "initial_h" + suffix, 1, output));
    if (layer.cell() instanceof LstmCell) {
      shapes.add(new ParameterShape(prefix + "initial_c" + suffix, 1, layer.hidden()));
    }
    return shapes;
  }

  /** What sequences begin with, of every layer and direction: what was learned, or zeros. */
  List<State> start() {
    List<State> states = new ArrayList<>();
    for (int l = 0; l < config.layers().size(); l++) {
      LayerConfig layer = config.layers().get(l);
      for (int d = 0; d < config.directions().count(); d++) {
        String suffix = suffix(l, d);
        int output = ReferenceCell.outputSize(layer.cell(), layer.hidden());
        int kept = layer.cell() instanceof LstmCell ? layer.hidden() : 0;
        states.add(
            new State(
                parameters.getOrDefault(prefix + "initial_h" + suffix, new double[output]),
                parameters.getOrDefault(prefix + "initial_c" + suffix, new double[kept])));
      }
    }
    return states;
  }

  private static String suffix(int layer, int direction) {
    return "_l" + layer + (direction == 1 ? "_reverse" : "");
  }

  private static int inputSize(StackConfig config, int layer) {
    return layer == 0 ? config.inputSize() : outputSize(config, layer - 1);
  }

  /** The width of what a layer hands up. */
  static int outputSize(StackConfig config, int layer) {
    LayerConfig own = config.layers().get(layer);
    int width = ReferenceCell.outputSize(own.cell(), own.hidden());
    return config.directions() == Directions.CONCATENATED ? 2 * width : width;
  }

  /**
   * Runs one sequence.
   *
   * @param x of every step
   * @param initial states of every layer and direction
   * @param masks dropout's multipliers of every layer and step; empty without dropout
   */
  Result run(List<double[]> x, List<State> initial, List<List<double[]>> masks) {
    ReferenceNoise noise = ReferenceNoise.inUse(config.regularization().noise());
    return run(x, initial, masks, (_, _) -> noise);
  }

  /** The same from {@link #start}. */
  Result run(List<double[]> x, List<List<double[]>> masks) {
    return run(x, start(), masks);
  }

  /** The same with noise. */
  Result run(List<double[]> x, List<State> initial, List<List<double[]>> masks, Noises noises) {
    List<double[]> below = x;
    List<double[]> plain = x;
    List<State> states = new ArrayList<>();
    double kinkDistance = Double.POSITIVE_INFINITY;
    for (int l = 0; l < config.layers().size(); l++) {
      List<List<double[]>> read = new ArrayList<>();
      for (int d = 0; d < config.directions().count(); d++) {
        ReferenceNoise noise = noises.of(l, d);
        ReferenceCell cell =
            new ReferenceCell(
                config.layers().get(l).cell(),
                noise.dropped(parameters, prefix + "weight_hh" + suffix(l, d)),
                prefix,
                suffix(l, d));
        State state = initial.get(states.size());
        read.add(new ArrayList<>());
        for (int i = 0; i < below.size(); i++) {
          int t = d == 0 ? i : below.size() - 1 - i;
          State next =
              cell.step(
                  below.get(t),
                  state,
                  noise.recurrent(state.h()),
                  noise.candidate(state.c().length, t));
          state = noise.after(state, next, t);
          read.getLast().add(state.h());
        }
        states.add(state);
        kinkDistance = Math.min(kinkDistance, cell.kinkDistance());
      }
      plain = handedUp(l, below, read);
      below = dropped(plain, masks.isEmpty() ? List.of() : masks.get(l));
    }
    return new Result(below, plain, states, kinkDistance);
  }

  private List<double[]> handedUp(int l, List<double[]> input, List<List<double[]>> read) {
    if (read.size() == 2) {
      Collections.reverse(read.get(1)); // from the order of reading to that of time
    }
    boolean residual = config.residual() && l > 0 && outputSize(config, l) == inputSize(config, l);
    List<double[]> outputs = new ArrayList<>();
    for (int t = 0; t < input.size(); t++) {
      double[] y = read.size() == 1 ? read.get(0).get(t).clone() : joined(read, t);
      for (int j = 0; j < y.length; j++) {
        y[j] = residual ? y[j] + input.get(t)[j] : y[j];
      }
      outputs.add(y);
    }
    return outputs;
  }

  private static List<double[]> dropped(List<double[]> outputs, List<double[]> masks) {
    List<double[]> left = new ArrayList<>();
    for (int t = 0; t < outputs.size(); t++) {
      double[] y = outputs.get(t).clone();
      for (int j = 0; j < y.length && !masks.isEmpty(); j++) {
        y[j] *= masks.get(t)[j];
      }
      left.add(y);
    }
    return left;
  }

  private double[] joined(List<List<double[]>> read, int t) {
    double[] forward = read.get(0).get(t);
    double[] reverse = read.get(1).get(t);
    int width = forward.length;
    double[] y = new double[config.directions() == Directions.CONCATENATED ? 2 * width : width];
    for (int j = 0; j < y.length; j++) {
      y[j] =
          switch (config.directions()) {
            case FORWARD -> throw new IllegalStateException("there is one direction only");
            case CONCATENATED -> j < width ? forward[j] : reverse[j - width];
            case SUMMED -> forward[j] + reverse[j];
            case AVERAGED -> (forward[j] + reverse[j]) / 2;
          };
    }
    return y;
  }
}
