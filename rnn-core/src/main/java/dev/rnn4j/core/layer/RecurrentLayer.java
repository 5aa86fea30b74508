package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.CellNames;
import dev.rnn4j.core.cell.CellParameters;
import dev.rnn4j.core.cell.CellWeights;
import dev.rnn4j.core.cell.WeightProduct;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent layer in one direction: the weights of its cell, and W_ih, which reads the input of
 * all steps in one product. Shared by any number of threads unless repacked; {@link RecurrentPass}
 * computes with it.
 */
public final class RecurrentLayer {
  private static final String WEIGHT_IH = "weight_ih";

  private final LayerConfig config;
  private final RecurrentNoise noise;
  private final CellParameters parameters;
  private final boolean reverse;
  private final WeightProduct input;
  private final CellWeights cell;
  private final LayerStart start;

  /** What the cell adds to the product with the input (1, gates). */
  private final Matrix inputBias;

  /** How often the weights were packed: what was computed with others cannot be differentiated. */
  private int packings;

  /**
   * A layer without noise.
   *
   * @param config its cell and width
   * @param parameters its parameters, packed here; in training shared, and after changing them call
   *     {@link #repack}
   * @param reverse whether it reads the sequences from their end
   */
  public RecurrentLayer(LayerConfig config, CellParameters parameters, boolean reverse) {
    this(config, RecurrentNoise.NONE, parameters, reverse);
  }

  /**
   * A layer.
   *
   * @param config its cell and width
   * @param noise within its recurrence
   * @param parameters its parameters, packed here; in training shared, and after changing them call
   *     {@link #repack}
   * @param reverse whether it reads the sequences from their end
   */
  public RecurrentLayer(
      LayerConfig config, RecurrentNoise noise, CellParameters parameters, boolean reverse) {
    this.config = config;
    this.noise = noise;
    this.parameters = parameters;
    this.reverse = reverse;
    input = parameters.product(WEIGHT_IH);
    cell = config.cell().bind(parameters);
    start = new LayerStart(config, parameters);
    inputBias = Matrix.zeros(1, config.gates());
    cell.inputBias(Worker.solo(), inputBias);
    parameters.close();
  }

  /**
   * Declares the parameters: {@code weight_ih}, those of the cell, and {@code initial_h} and {@code
   * initial_c} if it learns them.
   *
   * @param layout to add to
   * @param names of the layer
   * @param config its cell and width
   * @param inputSize I
   */
  public static void declare(
      ParameterLayout.Builder layout, CellNames names, LayerConfig config, int inputSize) {
    layout.matrix(names.of(WEIGHT_IH), config.gates(), inputSize);
    config.cell().declare(layout, names, config.hidden());
    LayerStart.declare(layout, names, config);
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param names of the layer
   * @param config its cell and width
   * @param how they are drawn
   * @param random where the values come from
   */
  public static void initialize(
      Parameters parameters,
      CellNames names,
      LayerConfig config,
      Initialization how,
      RandomSource random) {
    Initializers.uniform(parameters.matrix(names.of(WEIGHT_IH)), how.range(), random);
    config.cell().initialize(parameters, names, config.hidden(), how, random);
    LayerStart.initialize(parameters, names, config);
  }

  /**
   * Packs the parameters again after they have changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    if (w.index() == 0) {
      packings++;
    }
    cell.inputBias(w, inputBias);
    input.repack(w);
    cell.repack(w);
  }

  /**
   * Copies the parameters, to the bit.
   *
   * @param into parameters of the same layout
   */
  public void copyTo(Parameters into) {
    parameters.copyTo(into);
  }

  /**
   * Buffers for this layer.
   *
   * @param maxRows most elements of all sequences together
   * @param maxBatch most sequences
   * @param gradients receive the gradients of the parameters; null without a backward pass
   * @return a pass
   * @throws IllegalStateException if there are gradients, and the layer was made for inference
   */
  public RecurrentPass newPass(int maxRows, int maxBatch, @Nullable Parameters gradients) {
    return new RecurrentPass(this, maxRows, maxBatch, gradients);
  }

  /** {@return its cell and width} */
  public LayerConfig config() {
    return config;
  }

  /** {@return whether it reads the sequences from their end} */
  public boolean isReverse() {
    return reverse;
  }

  boolean isTrainable() {
    return parameters.training();
  }

  RecurrentNoise noise() {
    return noise;
  }

  CellParameters parameters() {
    return parameters;
  }

  Kernels kernels() {
    return parameters.kernels();
  }

  int packings() {
    return packings;
  }

  CellWeights cell() {
    return cell;
  }

  LayerStart start() {
    return start;
  }

  /** W_ih. */
  WeightProduct input() {
    return input;
  }

  Matrix inputWeightGradient(Parameters gradients) {
    return gradients.matrix(parameters.names().of(WEIGHT_IH));
  }

  /**
   * The input's share of the pre-activations, with the biases that go with it.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param x (M, I), complete
   * @param z (M, gates), overwritten
   */
  void project(Worker w, Matrix x, Matrix z) {
    input.affine(w, x, inputBias, z);
    w.barrier();
  }
}
