package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.CellNames;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import java.util.List;

/**
 * A stack of recurrent layers: the first reads the input, every other one the output of the layer
 * below it.
 *
 * @param inputSize width of the input, 1 or more
 * @param layers from the input up; 1 to 64
 * @param directions in which all of them read
 * @param regularization what is dropped or disturbed while it is trained
 * @param residual whether a layer's input is added to its output, where both are equally wide; not
 *     in the first layer
 */
public record StackConfig(
    int inputSize,
    List<LayerConfig> layers,
    Directions directions,
    Regularization regularization,
    boolean residual) {
  static final int MAX_LAYERS = 64;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public StackConfig {
    layers = List.copyOf(layers);
    if (inputSize < 1) {
      throw new IllegalArgumentException("the input size must be 1 or more, not " + inputSize);
    }
    if (layers.isEmpty() || layers.size() > MAX_LAYERS) {
      throw new IllegalArgumentException(
          "a model needs 1 to " + MAX_LAYERS + " layers, not " + layers.size());
    }
  }

  /**
   * Layers with plain dropout.
   *
   * @param inputSize width of the input, 1 or more
   * @param layers from the input up; 1 to 64
   * @param directions in which all of them read
   * @param dropout probability of dropping an element of every layer's output while training, 0 to
   *     below 1
   * @param residual whether a layer's input is added to its output
   */
  public StackConfig(
      int inputSize,
      List<LayerConfig> layers,
      Directions directions,
      float dropout,
      boolean residual) {
    this(inputSize, layers, directions, Regularization.dropout(dropout), residual);
  }

  /**
   * Layers of one kind, without dropout or residual connections.
   *
   * @param inputSize width of the input, 1 or more
   * @param cell of all layers
   * @param hiddenSizes H of each layer, from the input up
   * @param directions in which all of them read
   * @return a stack
   */
  public static StackConfig of(
      int inputSize, Cell cell, List<Integer> hiddenSizes, Directions directions) {
    return new StackConfig(
        inputSize, LayerConfig.of(cell, hiddenSizes, false), directions, 0f, false);
  }

  /**
   * The same layers, otherwise regularised.
   *
   * @param other what is dropped or disturbed while they are trained
   * @return a stack
   */
  public StackConfig withRegularization(Regularization other) {
    return new StackConfig(inputSize, layers, directions, other, residual);
  }

  /**
   * The width of a layer's output.
   *
   * @param layer from 0
   * @return H, or 2 H where two directions stand side by side
   */
  public int outputSize(int layer) {
    return directions.outputSize(layers.get(layer).outputSize());
  }

  /** {@return the width of the last layer's output} */
  public int outputSize() {
    return outputSize(layers.size() - 1);
  }

  int inputSize(int layer) {
    return layer == 0 ? inputSize : outputSize(layer - 1);
  }

  boolean addsInput(int layer) {
    return residual && layer > 0 && inputSize(layer) == outputSize(layer);
  }

  /**
   * Declares the parameters of all layers, those of a layer's reverse direction after those of its
   * forward one.
   *
   * @param layout to add to
   * @param prefix of every name, such as "rnn."
   */
  public void declare(ParameterLayout.Builder layout, String prefix) {
    for (int l = 0; l < layers.size(); l++) {
      for (int d = 0; d < directions.count(); d++) {
        CellNames names = CellNames.of(prefix, l, d == 1);
        RecurrentLayer.declare(layout, names, layers.get(l), inputSize(l));
      }
    }
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param prefix of every name, such as "rnn."
   * @param how they are drawn
   * @param random where the values come from
   */
  public void initialize(
      Parameters parameters, String prefix, Initialization how, RandomSource random) {
    for (int l = 0; l < layers.size(); l++) {
      for (int d = 0; d < directions.count(); d++) {
        CellNames names = CellNames.of(prefix, l, d == 1);
        RecurrentLayer.initialize(parameters, names, layers.get(l), how, random);
      }
    }
  }
}
