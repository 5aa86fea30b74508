package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.EncoderDecoderConfig;
import dev.rnn4j.core.model.EncoderDecoderConfig.DecoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.EncoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.Input;
import dev.rnn4j.core.model.EncoderDecoderConfig.Tying;
import dev.rnn4j.core.model.SequencePair;
import dev.rnn4j.core.model.SourceSequence;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * A small encoder-decoder with pairs of sequences, ragged on both sides, all of it derived from
 * these few values. Sources may be empty, targets too.
 *
 * @param config the model
 * @param lengths of the source and of the target of each pair
 * @param seed of parameters, sequences and dropout
 */
public record EncoderDecoderCase(
    EncoderDecoderConfig config, List<List<Integer>> lengths, long seed) {
  private static final int MOST_STEPS = 5;
  private static final float P = 0.25f;

  /** Random small models of every kind. */
  static Arbitrary<EncoderDecoderCase> all() {
    return Arbitraries.longs().map(EncoderDecoderCase::of);
  }

  /**
   * The case of a seed.
   *
   * @param seed any
   * @return a case
   */
  static EncoderDecoderCase of(long seed) {
    return of(config(new SplittableRandom(seed)), seed + 1);
  }

  /** Other sequences and parameters of a model. */
  static EncoderDecoderCase of(EncoderDecoderConfig config, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Integer>> lengths = new ArrayList<>();
    int pairs = random.nextInt(1, 5);
    for (int i = 0; i < pairs; i++) {
      lengths.add(List.of(random.nextInt(MOST_STEPS + 1), random.nextInt(MOST_STEPS)));
    }
    return new EncoderDecoderCase(config, lengths, random.nextLong());
  }

  private static EncoderDecoderConfig config(SplittableRandom random) {
    AttentionKind attention = oneOf(random, AttentionKind.values());
    Tying tying = oneOf(random, Tying.values());
    int vocabulary = random.nextInt(3, 9);
    List<Integer> sizes = sizes(random);
    boolean narrow = tying != Tying.NONE && attention == AttentionKind.NONE;
    CellConfig cell = Cells.examples().get(random.nextInt(Cells.examples().size()));
    int embedding = narrow ? ReferenceCell.outputSize(cell, sizes.getLast()) : size(random);
    Input input =
        tying == Tying.ALL
            ? new Input.Tokens(vocabulary, embedding)
            : random.nextBoolean()
                ? new Input.Tokens(random.nextInt(1, 9), size(random))
                : new Input.Frames(size(random));
    return new EncoderDecoderConfig(
        cell,
        new EncoderShape(input, sizes(random), oneOf(random, Directions.values())),
        new DecoderShape(
            vocabulary,
            random.nextInt(vocabulary),
            embedding,
            sizes,
            attention,
            attention != AttentionKind.NONE && random.nextBoolean(),
            tying),
        regularization(random));
  }

  /** None, plain dropout, or all there is. */
  private static Regularization regularization(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> Regularization.NONE;
      case 2 -> Regularization.dropout(P);
      default ->
          new Regularization(
              new Dropout(P, P / 2, P, 0, random.nextBoolean()),
              new RecurrentNoise(P, P, P, P / 2, P),
              ActivationPenalty.NONE);
    };
  }

  private static <E> E oneOf(SplittableRandom random, E[] values) {
    return values[random.nextInt(values.length)];
  }

  private static int size(SplittableRandom random) {
    return random.nextInt(8) == 0 ? random.nextInt(15, 18) : random.nextInt(1, 7);
  }

  private static List<Integer> sizes(SplittableRandom random) {
    return random.nextBoolean() ? List.of(size(random)) : List.of(size(random), size(random));
  }

  /** The parameters, uniform within 0.8. */
  Parameters parameters() {
    RandomSource random = new RandomSource(seed);
    Parameters parameters = config.newParameters(Initialization.uniform(0.8f), random);
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      if (entry.name().contains(".gain_") || entry.name().contains(".bias_c_")) {
        Initializers.uniform(parameters.matrix(entry.name()), 0.8f, random); // they begin equal
      }
    }
    return parameters;
  }

  /** The same by name, in double precision. */
  Map<String, double[]> values() {
    Parameters parameters = parameters();
    Map<String, double[]> values = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      values.put(entry.name(), doubles(parameters.matrix(entry.name())));
    }
    return values;
  }

  static double[] doubles(Matrix m) {
    float[] elements = Samples.elements(m);
    double[] values = new double[elements.length];
    Arrays.setAll(values, i -> elements[i]);
    return values;
  }

  /** The pairs. */
  List<SequencePair> pairs() {
    SplittableRandom random = new SplittableRandom(seed + 1);
    List<SequencePair> pairs = new ArrayList<>();
    for (List<Integer> pair : lengths) {
      SourceSequence source =
          switch (config.encoder().input()) {
            case Input.Tokens(int vocabularySize, int _) ->
                new SourceSequence.Tokens(random.ints(pair.get(0), 0, vocabularySize).toArray());
            case Input.Frames(int width) ->
                new SourceSequence.Frames(
                    new Samples(random.nextLong()).matrix(pair.get(0), width));
          };
      int[] target = random.ints(pair.get(1), 0, config.decoder().vocabularySize()).toArray();
      pairs.add(new SequencePair(source, target));
    }
    return pairs;
  }

  /** Additions on the longest path. */
  double additions() {
    double path = 2.0 * config.decoder().vocabularySize() + config.decoder().embeddingSize();
    path += config.encoder().input().width();
    for (int width : config.encoder().hiddenSizes()) {
      path += 4.0 * config.cell().gates(width) + 8 * MOST_STEPS;
    }
    for (int width : config.decoder().hiddenSizes()) {
      path += 8.0 * config.cell().gates(width) + 16 * MOST_STEPS;
    }
    return path + lengths.size() * MOST_STEPS;
  }
}
