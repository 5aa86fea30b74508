package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.CellNames;
import dev.rnn4j.core.cell.CellParameters;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a stack of recurrent layers. Shared by any number of threads unless repacked;
 * {@link StackPass} computes with it.
 */
public final class RecurrentStack {
  private final StackConfig config;
  private final Kernels kernels;
  private final boolean training;
  private final List<RecurrentLayer> layers = new ArrayList<>();

  /** Of all layers. */
  private final List<LayerStart> starts;

  /**
   * A stack.
   *
   * @param config its shape
   * @param parameters with those that {@link StackConfig#declare} declares, packed here; in
   *     training shared, and after changing them call {@link #repack}
   * @param prefix of every name, such as "rnn."
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   * @throws IllegalArgumentException if a parameter is missing or of another shape
   */
  public RecurrentStack(
      StackConfig config, Parameters parameters, String prefix, Kernels kernels, boolean training) {
    this.config = config;
    this.kernels = kernels;
    this.training = training;
    requireDeclared(config, parameters.layout(), prefix);
    for (int l = 0; l < config.layers().size(); l++) {
      for (int d = 0; d < config.directions().count(); d++) {
        CellNames names = CellNames.of(prefix, l, d == 1);
        CellParameters own = new CellParameters(parameters, names, kernels, training);
        RecurrentNoise noise = config.regularization().noise();
        layers.add(new RecurrentLayer(config.layers().get(l), noise, own, d == 1));
      }
    }
    starts = layers.stream().map(RecurrentLayer::start).toList();
  }

  /** Parameters of another shape would be read past their end, or in part. */
  private static void requireDeclared(StackConfig config, ParameterLayout layout, String prefix) {
    ParameterLayout.Builder own = ParameterLayout.builder();
    config.declare(own, prefix);
    layout.requireShapes(own.build());
  }

  /**
   * Packs the parameters again after they have changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).repack(w);
    }
  }

  /**
   * Copies the parameters, to the bit.
   *
   * @param into parameters of the same layout
   */
  public void copyTo(Parameters into) {
    layers.forEach(layer -> layer.copyTo(into));
  }

  /**
   * Buffers for this stack.
   *
   * @param maxRows most elements of all sequences together
   * @param maxBatch most sequences
   * @param gradients receive the gradients of the parameters, in their layout; null without a
   *     backward pass
   * @return a pass
   * @throws IllegalStateException if there are gradients, and the stack was made for inference
   */
  public StackPass newPass(int maxRows, int maxBatch, @Nullable Parameters gradients) {
    return new StackPass(this, maxRows, maxBatch, gradients);
  }

  /**
   * The initial state: zeros, or what layers have learned (see {@link LayerConfig}).
   *
   * @param batch number of sequences
   * @return a new state, that of the parameters as they are now
   */
  public RecurrentState newState(int batch) {
    RecurrentState state = new RecurrentState(configs(), starts, batch);
    state.reset();
    return state;
  }

  /** Zeros, in the shape of a state of so many sequences. */
  RecurrentState zeroState(int batch) {
    return new RecurrentState(configs(), batch);
  }

  private List<LayerConfig> configs() {
    return layers.stream().map(RecurrentLayer::config).toList();
  }

  /**
   * An input of tokens for this stack.
   *
   * @param embedding the table
   * @param maxRows most tokens
   * @param tableGradient gradient of the table (V, E); null without a backward pass
   * @param tied whether another part of the model begins that gradient, and this one adds to it
   * @param table of single tokens, see {@link #newTokenTable}; null without
   * @return buffers
   */
  public EmbeddingInput newInput(
      Embedding embedding,
      int maxRows,
      @Nullable Matrix tableGradient,
      boolean tied,
      @Nullable TokenTable table) {
    int gates = layers.getFirst().config().gates();
    Dropout dropout = config.regularization().dropout();
    return new EmbeddingInput(embedding, gates, maxRows, dropout, tableGradient, tied, table);
  }

  /**
   * A memory of what the first layer makes of each token, for models in use.
   *
   * @param embedding the table, which will not change
   * @return a table, or null if it would be too large, the stack is to be trained, or more than one
   *     layer reads the input
   */
  public @Nullable TokenTable newTokenTable(Embedding embedding) {
    RecurrentLayer first = layers.getFirst();
    boolean small = TokenTable.fits(embedding.rows(), first.config().gates());
    boolean alone = config.directions() == Directions.FORWARD;
    return small && alone && !training ? new TokenTable(embedding, first) : null;
  }

  /** {@return its shape} */
  public StackConfig config() {
    return config;
  }

  /** {@return whether there is a backward pass} */
  public boolean isTrainable() {
    return training;
  }

  Kernels kernels() {
    return kernels;
  }

  RecurrentLayer layer(int l, int direction) {
    return layers.get(l * config.directions().count() + direction);
  }
}
