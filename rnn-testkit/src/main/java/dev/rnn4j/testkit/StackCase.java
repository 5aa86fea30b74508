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

  /** The input (M, I). */
  double[] inputs() {
    return uniform(random(INPUTS), batch().rows() * config.inputSize(), 1);
  }

  /** h before the first step (B, H) of every layer. */
  List<double[]> hidden() {
    return states(random(HIDDEN), LayerConfig::outputSize, 1);
  }

  /** c before the first step (B, S) of every layer. */
  List<double[]> cell() {
    return states(random(CELL), LayerConfig::stateSize, 2);
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

  /** Any number of weights of a loss; those of different purposes are different. */
  double[] lossWeights(int purpose, int length) {
    return uniform(random(LOSS + purpose), length, 1);
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
