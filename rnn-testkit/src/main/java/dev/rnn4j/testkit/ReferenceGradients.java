package dev.rnn4j.testkit;

import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numeric gradients of the reference's mean loss with respect to what is not a parameter. */
final class ReferenceGradients {
  /** Logit of a token that must not count: its probability is zero in double precision. */
  private static final double NEVER = -1e9;

  private ReferenceGradients() {}

  /**
   * With respect to the vectors looked up in the embedding, one for each position.
   *
   * <p>A token's row serves every position where it stands, so the table is given one more row for
   * each position, which only that position reads. The added tokens are never predicted.
   *
   * @param example the model
   * @param window what to run
   * @param differences how to differentiate
   * @return (T*B, E) row-major
   */
  static double[] ofInput(
      LanguageModelCase example, ReferenceWindow window, CentralDifferences differences) {
    LanguageModelConfig config = example.config();
    int positions = window.inputs().length;
    int width = config.embeddingSize();
    int tableSize = config.vocabularySize() * width;
    Map<String, double[]> parameters = new LinkedHashMap<>(example.parameters());
    double[] table = parameters.get("encoder.weight");
    double[] decoder = parameters.get(config.tied() ? "encoder.weight" : "decoder.weight");
    int decoderWidth = config.hiddenSizes().getLast();
    int added = config.vocabularySize() + positions;
    parameters.put("decoder.weight", Arrays.copyOf(decoder, added * decoderWidth));
    double[] bias = Arrays.copyOf(parameters.get("decoder.bias"), added);
    Arrays.fill(bias, config.vocabularySize(), added, NEVER);
    parameters.put("decoder.bias", bias);
    double[] wide = Arrays.copyOf(table, added * width);
    int[] inputs = new int[positions];
    for (int r = 0; r < positions; r++) {
      System.arraycopy(table, window.inputs()[r] * width, wide, tableSize + r * width, width);
      inputs[r] = config.vocabularySize() + r;
    }
    parameters.put("encoder.weight", wide);
    ReferenceLanguageModel model = new ReferenceLanguageModel(untied(config, added), parameters);
    ReferenceWindow own =
        new ReferenceWindow(
            window.steps(),
            window.batch(),
            inputs,
            window.targets(),
            window.initial(),
            window.masks());
    int[] indices = new int[positions * width];
    Arrays.setAll(indices, i -> tableSize + i);
    return model.gradient("encoder.weight", indices, own, differences);
  }

  private static LanguageModelConfig untied(LanguageModelConfig config, int vocabulary) {
    return new LanguageModelConfig(
        config.cell(),
        vocabulary,
        config.embeddingSize(),
        config.hiddenSizes(),
        config.dropout(),
        false);
  }

  /**
   * With respect to one layer's h(0) or c(0).
   *
   * @param model the model
   * @param window what to run
   * @param initial an array of the window's initial state
   * @param differences how to differentiate
   * @return as long as the array
   */
  static double[] ofState(
      ReferenceLanguageModel model,
      ReferenceWindow window,
      double[] initial,
      CentralDifferences differences) {
    return differences.gradient(ignored -> model.meanLoss(window), initial);
  }
}
