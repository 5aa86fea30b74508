package dev.rnn4j.testkit;

import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * A small stack of layers with a batch to run, all of it derived from these few values, so a
 * failing case is reproduced by typing in what its {@code toString} says.
 *
 * <p>All values are representable in single precision. Every call returns fresh arrays, in the
 * layouts of the engine: (M, I) for elements, (B, H) for states.
 *
 * @param config the stack
 * @param lengths of the sequences, in descending order
 * @param seed of everything else
 */
public record StackCase(StackConfig config, List<Integer> lengths, long seed) {
  /** Of every parameter's name. */
  static final String PREFIX = "rnn.";

  private static final long PARAMETERS = 1;
  private static final long INPUTS = 2;
  private static final long HIDDEN = 3;
  private static final long CELL = 4;
  private static final long DROPOUT = 5;
  private static final long LOSS = 6;

  /** Keeps a copy of the lengths. */
  public StackCase {
    lengths = List.copyOf(lengths);
  }

  SequenceBatch batch() {
    return SequenceBatch.of(lengths.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Whether the sequences begin with what the layers learned, not with {@link #inputs}. */
  boolean beginsAtStart() {
    return seed % 2 == 0 && config.layers().stream().anyMatch(LayerConfig::learnsStart);
  }

  /** The configuration of every layer, each direction counted. */
  List<LayerConfig> layers() {
    List<LayerConfig> layers = new ArrayList<>();
    for (LayerConfig layer : config.layers()) {
      for (int d = 0; d < config.directions().count(); d++) {
        layers.add(layer);
      }
    }
    return layers;
  }

  /** Weights uniform within 1/sqrt(columns), biases within 1/2. */
  SequencedMap<String, double[]> parameters() {
    SplittableRandom random = random(PARAMETERS);
    SequencedMap<String, double[]> parameters = new LinkedHashMap<>();
    for (ParameterShape shape : ReferenceStack.shapes(config, PREFIX)) {
      double range = shape.name().contains("bias") ? 0.5 : 1 / Math.sqrt(shape.columns());
      parameters.put(shape.name(), uniform(random, shape.size(), range));
    }
    return parameters;
  }

  /** What goes in: x, and h and c before the first step. */
  BatchValues inputs() {
    int elements = batch().rows() * config.inputSize();
    return new BatchValues(
        batch(),
        uniform(random(INPUTS), elements, 1),
        states(random(HIDDEN), LayerConfig::outputSize, 1),
        states(random(CELL), LayerConfig::stateSize, 2));
  }

  /** The weights of a loss that is a weighted sum of all that comes out. */
  BatchValues weights() {
    int elements = batch().rows() * config.outputSize();
    return new BatchValues(
        batch(),
        uniform(random(LOSS), elements, 1),
        states(random(LOSS + HIDDEN), LayerConfig::outputSize, 1),
        states(random(LOSS + CELL), LayerConfig::stateSize, 1));
  }

  /** Weights of any number of other values. */
  double[] weights(int length) {
    return uniform(random(LOSS), length, 1);
  }

  private List<double[]> states(
      SplittableRandom random, ToIntFunction<LayerConfig> width, double range) {
    return layers().stream()
        .map(layer -> uniform(random, lengths.size() * width.applyAsInt(layer), range))
        .toList();
  }

  long dropoutKey() {
    return random(DROPOUT).nextLong();
  }

  private SplittableRandom random(long purpose) {
    return new SplittableRandom(seed * 1009 + purpose);
  }

  private static double[] uniform(SplittableRandom random, int length, double range) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-range, range);
    }
    return values;
  }
}
