package dev.rnn4j.testkit;

import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Name and shape of one parameter of a language model. Values are row-major; a bias is one row.
 *
 * <p>This is the layout on disk and in memory written down a second time, on purpose: a test that
 * asked the engine for it could not notice that the engine's layout changed.
 *
 * @param name PyTorch's name, for example {@code rnn.weight_ih_l0}
 * @param rows number of rows
 * @param columns number of columns
 */
public record ParameterShape(String name, int rows, int columns) {

  /** Number of values. */
  public int size() {
    return rows * columns;
  }

  /**
   * All parameters of a model in their order.
   *
   * @param config the model
   * @return encoder, then per layer the input weights and those of its cell, then the decoder
   *     (without a weight of its own if tied)
   */
  public static List<ParameterShape> of(LanguageModelConfig config) {
    List<ParameterShape> shapes = new ArrayList<>();
    int vocabulary = config.vocabularySize();
    shapes.add(new ParameterShape("encoder.weight", vocabulary, config.embeddingSize()));
    int width = config.embeddingSize();
    for (int l = 0; l < config.hiddenSizes().size(); l++) {
      int hidden = config.hiddenSizes().get(l);
      shapes.addAll(ReferenceCell.shapes(config.cell(), width, hidden, "rnn.", "_l" + l));
      width = ReferenceCell.outputSize(config.cell(), hidden);
    }
    if (config.isAdaptive()) {
      shapes.addAll(adaptive(config.cutoffs(), vocabulary, width));
      return List.copyOf(shapes);
    }
    if (!config.tied()) {
      shapes.add(new ParameterShape("decoder.weight", vocabulary, width));
    }
    shapes.add(new ParameterShape("decoder.bias", 1, vocabulary));
    return List.copyOf(shapes);
  }

  private static List<ParameterShape> adaptive(List<Integer> cutoffs, int vocabulary, int width) {
    List<ParameterShape> shapes = new ArrayList<>();
    int entries = cutoffs.getFirst() + cutoffs.size();
    shapes.add(new ParameterShape("decoder.head.weight", entries, width));
    shapes.add(new ParameterShape("decoder.head.bias", 1, entries));
    int narrow = width;
    for (int i = 0; i < cutoffs.size(); i++) {
      int end = i + 1 < cutoffs.size() ? cutoffs.get(i + 1) : vocabulary;
      narrow /= 4;
      String tail = "decoder.tail." + i + ".";
      shapes.add(new ParameterShape(tail + "projection", Math.max(1, narrow), width));
      shapes.add(new ParameterShape(tail + "weight", end - cutoffs.get(i), Math.max(1, narrow)));
    }
    return shapes;
  }
}
