package dev.rnn4j.testkit;

import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.testkit.ReferenceCell.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The numbers of a {@link StackCase} and what {@link ReferenceStack} makes of them. The arrays are
 * read again on every run, so that they can be differentiated.
 */
final class StackReference {
  private final StackCase example;
  private final SequenceBatch batch;
  private final SequencedMap<String, double[]> parameters;
  private final double[] inputs;
  private final List<double[]> hidden;
  private final List<double[]> cell;
  private final List<double[]> masks = new ArrayList<>();
  private final ReferenceStack stack;

  /**
   * What a batch gives, in the layouts of the engine.
   *
   * @param outputs (M, width)
   * @param hidden h after the last step (B, H) of every layer and direction
   * @param cell c there (B, S)
   * @param kinkDistance how near pre-activations came to the kink of ReLU
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Result(
      double[] outputs, List<double[]> hidden, List<double[]> cell, double kinkDistance) {}

  StackReference(StackCase example) {
    this.example = example;
    batch = example.batch();
    parameters = example.parameters();
    inputs = example.inputs();
    hidden = example.hidden();
    cell = example.cell();
    stack = new ReferenceStack(example.config(), StackCase.PREFIX, parameters);
    StackConfig config = example.config();
    for (int l = 0; config.dropout() > 0 && l < config.layers().size(); l++) {
      long key = RandomSource.derive(example.dropoutKey(), l + 1L);
      int width = ReferenceStack.outputSize(config, l);
      masks.add(DropoutMasks.multipliers(batch.rows(), width, config.dropout(), key));
    }
  }

  Result run() {
    int width = ReferenceStack.outputSize(example.config(), example.config().layers().size() - 1);
    double[] outputs = new double[batch.rows() * width];
    List<double[]> lastHidden = hidden.stream().map(double[]::clone).toList();
    List<double[]> lastCell = cell.stream().map(double[]::clone).toList();
    double kinkDistance = Double.POSITIVE_INFINITY;
    for (int b = 0; b < batch.batch(); b++) {
      ReferenceStack.Result own = stack.run(sequence(inputs, b), states(b), masks(b));
      for (int t = 0; t < batch.length(b); t++) {
        System.arraycopy(own.outputs().get(t), 0, outputs, batch.row(t, b) * width, width);
      }
      for (int i = 0; i < lastHidden.size(); i++) {
        State state = own.states().get(i);
        System.arraycopy(state.h(), 0, lastHidden.get(i), b * state.h().length, state.h().length);
        System.arraycopy(state.c(), 0, lastCell.get(i), b * state.c().length, state.c().length);
      }
      kinkDistance = Math.min(kinkDistance, own.kinkDistance());
    }
    return new Result(outputs, lastHidden, lastCell, kinkDistance);
  }

  private List<State> states(int b) {
    List<State> states = new ArrayList<>();
    List<LayerConfig> layers = example.layers();
    for (int i = 0; i < layers.size(); i++) {
      int h = layers.get(i).outputSize();
      int c = layers.get(i).stateSize();
      states.add(
          new State(
              Arrays.copyOfRange(hidden.get(i), b * h, (b + 1) * h),
              Arrays.copyOfRange(cell.get(i), b * c, (b + 1) * c)));
    }
    return states;
  }

  private List<List<double[]>> masks(int b) {
    return masks.stream().map(mask -> sequence(mask, b)).toList();
  }

  /** The steps of one sequence. */
  private List<double[]> sequence(double[] elements, int b) {
    List<double[]> steps = new ArrayList<>();
    for (int t = 0; t < batch.length(b); t++) {
      int width = elements.length / batch.rows();
      int from = batch.row(t, b) * width;
      steps.add(Arrays.copyOfRange(elements, from, from + width));
    }
    return steps;
  }

  /** Everything that has a gradient, by name; live. */
  Map<String, double[]> variables() {
    Map<String, double[]> all = new LinkedHashMap<>(parameters);
    all.put("x", inputs);
    for (int i = 0; i < hidden.size(); i++) {
      all.put("h(0) of layer " + i, hidden.get(i));
      all.put("c(0) of layer " + i, cell.get(i));
    }
    return all;
  }

  /** A weighted sum. */
  static double dot(double[] weights, double[] values) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
  }
}
