package dev.rnn4j.testkit;

import dev.rnn4j.core.head.AttentionPooling;
import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.MaxOverTime;
import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierConfig;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import dev.rnn4j.testkit.ReferenceCell.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A classifier in double precision, one text at a time. Masks are those of the rows that the texts
 * have in the engine's batch; a key of null is a pass without dropout.
 */
final class ReferenceClassifier {
  private final ClassifierConfig config;
  private final List<ClassifiedSequence> examples;
  private final Map<String, double[]> parameters;
  private final SequenceOrder order;
  private final boolean dropping;
  private final long key;
  private double kinkDistance = Double.POSITIVE_INFINITY;

  /** The parameters are read again on every run. */
  ReferenceClassifier(ClassifierCase example, Map<String, double[]> parameters, boolean dropping) {
    config = example.config();
    examples = example.examples();
    this.parameters = parameters;
    this.dropping = dropping;
    key = example.key();
    order = SequenceOrder.of(examples.stream().mapToInt(ClassifiedSequence::length).toArray());
  }

  /** How near the last {@link #losses} came to a kink. */
  double kinkDistance() {
    return kinkDistance;
  }

  /** Of every example, as given. */
  double[] losses() {
    kinkDistance = Double.POSITIVE_INFINITY;
    double[] losses = new double[examples.size()];
    for (int b = 0; b < losses.length; b++) {
      int label = examples.get(order.given(b)).label();
      double[] probabilities = probabilities(b);
      losses[order.given(b)] = label < 0 ? 0 : -Math.log(probabilities[label]);
    }
    return losses;
  }

  /** Of an example, as given. */
  double[] probabilitiesOf(int example) {
    int b = 0;
    while (order.given(b) != example) {
      b++;
    }
    return probabilities(b);
  }

  private double[] probabilities(int b) {
    double[] row = pooled(b);
    double[] mask = masks(order.batch().batch(), row.length, config.dropout(), key(3));
    double[] weight = parameter("output.weight");
    double[] powers = parameter("output.bias").clone();
    for (int k = 0; k < powers.length; k++) {
      for (int j = 0; j < row.length; j++) {
        powers[k] += weight[k * row.length + j] * row[j] * mask[b * row.length + j];
      }
      powers[k] = Math.exp(powers[k]);
    }
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  private double[] pooled(int b) {
    StackConfig stack = config.stack();
    ReferenceStack.Result result =
        new ReferenceStack(stack, "rnn.", parameters).run(embedded(b), zeros(), stackMasks(b));
    kinkDistance = Math.min(kinkDistance, result.kinkDistance());
    double[] elements = result.outputs().stream().flatMapToDouble(Arrays::stream).toArray();
    BatchValues values =
        new BatchValues(
            SequenceBatch.full(result.outputs().size(), 1),
            elements,
            result.states().stream().map(State::h).toList(),
            result.states().stream().map(State::c).toList());
    double[] row =
        switch (config.pooling()) {
          case LastState() -> ReferencePooling.lastStates(values, stack.directions().count());
          case MeanOverTime() -> ReferencePooling.means(values);
          case MaxOverTime() -> {
            kinkDistance = Math.min(kinkDistance, ReferencePooling.distanceOfMaxima(values));
            yield ReferencePooling.maxima(values);
          }
          case AttentionPooling _ -> ReferencePooling.attended(values, parameters);
          default -> throw new IllegalStateException("no reference of " + config.pooling());
        };
    return Arrays.copyOf(row, config.pooledSize());
  }

  private List<double[]> embedded(int b) {
    int width = config.stack().inputSize();
    SequenceBatch batch = order.batch();
    double[] table = parameter("embedding.weight");
    double[] mask = masks(batch.rows(), width, config.dropout(), RandomSource.derive(key, 1));
    float p = config.tokenDropout().probability();
    List<double[]> steps = new ArrayList<>();
    for (int t = 0; t < batch.length(b); t++) {
      int row = batch.row(t, b);
      boolean kept = !dropping || DropoutMasks.kept(row, p, RandomSource.derive(key, 0));
      int token = kept ? examples.get(order.given(b)).token(t) : config.tokenDropout().unknown();
      steps.add(
          IntStream.range(0, width)
              .mapToDouble(j -> table[token * width + j] * mask[row * width + j])
              .toArray());
    }
    return steps;
  }

  private List<State> zeros() {
    List<State> states = new ArrayList<>();
    for (LayerConfig layer : config.stack().layers()) {
      for (int d = 0; d < config.stack().directions().count(); d++) {
        states.add(new State(new double[layer.outputSize()], new double[layer.stateSize()]));
      }
    }
    return states;
  }

  private List<List<double[]>> stackMasks(int b) {
    StackConfig stack = config.stack();
    SequenceBatch batch = order.batch();
    List<List<double[]>> masks = new ArrayList<>();
    for (int l = 0; l < stack.layers().size(); l++) {
      int width = ReferenceStack.outputSize(stack, l);
      double[] mask =
          masks(batch.rows(), width, stack.dropout(), RandomSource.derive(key(2), l + 1L));
      masks.add(BatchValues.sequence(batch, mask, b));
    }
    return masks;
  }

  private long key(int purpose) {
    return RandomSource.derive(key, purpose);
  }

  private double[] masks(int rows, int width, float p, long maskKey) {
    return DropoutMasks.multipliers(rows, width, dropping ? p : 0, maskKey);
  }

  private double[] parameter(String name) {
    return parameters.getOrDefault(name, new double[0]);
  }
}
