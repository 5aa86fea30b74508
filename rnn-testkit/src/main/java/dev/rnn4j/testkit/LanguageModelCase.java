package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;

/**
 * A small model with a window to run, all of it derived from these few values, so a failing case is
 * reproduced by typing in what its {@code toString} says.
 *
 * <p>All values are representable in single precision: an engine and the reference start from the
 * same numbers, and only arithmetic can set them apart. Every call returns fresh arrays.
 *
 * @param config the model
 * @param steps T
 * @param batch B
 * @param ragged whether sequences end early: their targets from some step on are -1
 * @param seed of parameters, state, tokens and dropout
 */
public record LanguageModelCase(
    LanguageModelConfig config, int steps, int batch, boolean ragged, long seed) {

  private static final long INPUTS = 1;
  private static final long TARGETS = 2;
  private static final long STATE = 3;
  private static final long DROPOUT = 4;
  private static final long PARAMETERS = 5;

  /**
   * The parameters: weights uniform within 1/sqrt(columns), biases within 1/2, embeddings and a
   * tied decoder within 1.
   *
   * @return values by name, in their order
   */
  public SequencedMap<String, double[]> parameters() {
    SplittableRandom random = random(PARAMETERS);
    SequencedMap<String, double[]> parameters = new LinkedHashMap<>();
    for (ParameterShape shape : ParameterShape.of(config)) {
      double range =
          switch (shape.name()) {
            case "encoder.weight" -> 1;
            case String name when name.contains("bias") -> 0.5;
            default -> 1 / Math.sqrt(shape.columns());
          };
      parameters.put(shape.name(), uniform(random, shape.size(), range));
    }
    return parameters;
  }

  /**
   * Token ids.
   *
   * @return (T, B) time-major
   */
  public int[] inputs() {
    return random(INPUTS).ints((long) steps * batch, 0, config.vocabularySize()).toArray();
  }

  /**
   * Token ids of the targets. If ragged, sequence 0 has all T and any other one 0 to T of them.
   *
   * @return (T, B) time-major, -1 where ignored
   */
  public int[] targets() {
    SplittableRandom random = random(TARGETS);
    int[] targets = random.ints((long) steps * batch, 0, config.vocabularySize()).toArray();
    for (int b = 1; ragged && b < batch; b++) {
      for (int t = random.nextInt(steps + 1); t < steps; t++) {
        targets[t * batch + b] = -1;
      }
    }
    return targets;
  }

  /**
   * The state before the window: values within the range the cell can produce.
   *
   * @return h within (-1, 1), for an LSTM also c within (-2, 2)
   */
  public ReferenceState initialState() {
    SplittableRandom random = random(STATE);
    List<double[]> hidden = new ArrayList<>();
    List<double[]> cell = new ArrayList<>();
    for (int width : config.hiddenSizes()) {
      hidden.add(uniform(random, batch * ReferenceCell.outputSize(config.cell(), width), 1));
      if (config.cell() instanceof LstmCell) {
        cell.add(uniform(random, batch * width, 2));
      }
    }
    return new ReferenceState(hidden, cell);
  }

  /**
   * A key of the window's dropout, from which an engine derives those of its sites.
   *
   * @return the same for the same seed
   */
  public long dropoutKey() {
    return random(DROPOUT).nextLong();
  }

  /**
   * Everything the reference needs, with masks of its own if the model has dropout.
   *
   * @return the window
   */
  public ReferenceWindow window() {
    return window(site -> dropoutKey() + site);
  }

  /**
   * Everything the reference needs, with the masks an engine uses if the model has dropout.
   *
   * @param siteKey key of the mask of a site: 0 is the embedding's output, l + 1 that of layer l
   * @return the window
   */
  public ReferenceWindow window(IntToLongFunction siteKey) {
    boolean random = config.regularization().isRandom();
    double[][] masks = random ? masks(siteKey) : new double[0][];
    return new ReferenceWindow(steps, batch, inputs(), targets(), initialState(), masks);
  }

  /**
   * The reference with {@link #parameters}.
   *
   * @return a new model
   */
  public ReferenceLanguageModel reference() {
    return new ReferenceLanguageModel(config, parameters());
  }

  private double[][] masks(IntToLongFunction siteKey) {
    List<Integer> widths = new ArrayList<>(List.of(config.embeddingSize()));
    config.hiddenSizes().forEach(h -> widths.add(ReferenceCell.outputSize(config.cell(), h)));
    Dropout dropout = config.regularization().dropout();
    SequenceBatch full = SequenceBatch.full(steps, batch);
    double[][] masks = new double[widths.size()][];
    for (int site = 0; site < masks.length; site++) {
      float p = site == masks.length - 1 ? dropout.output() : dropout.layers();
      masks[site] =
          DropoutMasks.multipliers(
              full,
              widths.get(site),
              site == 0 ? dropout.input() : p,
              dropout.locked(),
              siteKey.applyAsLong(site));
    }
    dropTokens(masks[0], RandomSource.derive(siteKey.applyAsLong(0), 1));
    return masks;
  }

  private void dropTokens(double[] mask, long key) {
    float p = config.regularization().dropout().tokens();
    for (int i = 0; i < mask.length; i++) {
      int token = inputs()[i / config.embeddingSize()];
      mask[i] *= DropoutMasks.kept(token, p, key) ? 1 / (1 - (double) p) : 0;
    }
  }

  private SplittableRandom random(long purpose) {
    return new SplittableRandom(seed * 31 + purpose);
  }

  private static double[] uniform(SplittableRandom random, int length, double range) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-range, range);
    }
    return values;
  }
}
