package dev.rnn4j.testkit;

import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.testkit.ReferenceCell.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The numbers of a {@link StackCase} and what {@link ReferenceStack} makes of them. The arrays are
 * read again on every run, so that they can be differentiated.
 */
final class StackReference {
  private final StackCase example;
  private final SequenceBatch batch;
  private final SequencedMap<String, double[]> parameters;
  private final BatchValues inputs;
  private final List<double[]> masks = new ArrayList<>();
  private final ReferenceStack stack;

  /**
   * What a batch gives.
   *
   * @param values outputs of every step, h and c after the last one
   * @param penalty on the outputs
   * @param kinkDistance how near pre-activations came to the kink of ReLU
   */
  record Result(BatchValues values, double penalty, double kinkDistance) {}

  StackReference(StackCase example) {
    this.example = example;
    batch = example.batch();
    parameters = example.parameters();
    inputs = example.inputs();
    stack = new ReferenceStack(example.config(), StackCase.PREFIX, parameters);
    StackConfig config = example.config();
    Dropout dropout = config.regularization().dropout();
    int last = config.layers().size() - 1;
    for (int l = 0; !dropout.isNone() && l <= last; l++) {
      float p = l == last ? dropout.output() : dropout.layers();
      int width = ReferenceStack.outputSize(config, l);
      masks.add(DropoutMasks.multipliers(batch, width, p, dropout.locked(), key(l)));
    }
  }

  private long key(int layer) {
    return RandomSource.derive(example.dropoutKey(), layer + 1L);
  }

  private ReferenceNoise noise(int layer, int direction, int b) {
    long key = RandomSource.derive(key(layer), direction + 1L);
    return new ReferenceNoise(example.config().regularization().noise(), key, b);
  }

  /** As a model in use, of which nothing is drawn. */
  Result runInUse() {
    ReferenceNoise noise = ReferenceNoise.inUse(example.config().regularization().noise());
    return run(_ -> List.of(), _ -> (_, _) -> noise);
  }

  Result run() {
    return run(this::masks, b -> (l, d) -> noise(l, d, b));
  }

  private Result run(
      IntFunction<List<List<double[]>>> masks, IntFunction<ReferenceStack.Noises> noises) {
    int width = ReferenceStack.outputSize(example.config(), example.config().layers().size() - 1);
    double[] outputs = new double[batch.rows() * width];
    List<double[]> lastHidden = inputs.hidden().stream().map(double[]::clone).toList();
    List<double[]> lastCell = inputs.cell().stream().map(double[]::clone).toList();
    double kinkDistance = Double.POSITIVE_INFINITY;
    double penalty = 0;
    for (int b = 0; b < batch.batch(); b++) {
      ReferenceStack.Result own =
          stack.run(inputs.sequence(b), states(b), masks.apply(b), noises.apply(b));
      penalty += penalty(own);
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
    BatchValues values = new BatchValues(batch, outputs, lastHidden, lastCell);
    return new Result(values, penalty, kinkDistance);
  }

  private double penalty(ReferenceStack.Result own) {
    ActivationPenalty factors = example.config().regularization().penalty();
    double sum = 0;
    for (int t = 0; t < own.outputs().size(); t++) {
      double[] y = own.outputs().get(t);
      sum += factors.size() * BatchValues.dot(y, y) / y.length;
      for (int j = 0; t > 0 && j < y.length; j++) {
        double change = own.plain().get(t)[j] - own.plain().get(t - 1)[j];
        sum += factors.change() * change * change / y.length;
      }
    }
    return sum;
  }

  private List<State> states(int b) {
    if (example.beginsAtStart()) {
      return stack.start();
    }
    List<double[]> h = inputs.hidden(b);
    List<double[]> c = inputs.cell(b);
    return IntStream.range(0, h.size()).mapToObj(i -> new State(h.get(i), c.get(i))).toList();
  }

  private List<List<double[]>> masks(int b) {
    return masks.stream().map(mask -> BatchValues.sequence(batch, mask, b)).toList();
  }

  /** Everything that has a gradient, by name; live. */
  Map<String, double[]> variables() {
    Map<String, double[]> all = new LinkedHashMap<>(parameters);
    all.put("x", inputs.elements());
    for (int i = 0; !example.beginsAtStart() && i < inputs.hidden().size(); i++) {
      all.put("h(0) of layer " + i, inputs.hidden().get(i));
      all.put("c(0) of layer " + i, inputs.cell().get(i));
    }
    return all;
  }
}
