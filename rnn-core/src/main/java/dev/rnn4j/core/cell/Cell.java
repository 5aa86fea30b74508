package dev.rnn4j.core.cell;

import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;

/**
 * A kind of recurrent cell: its shape and its parameters. The built-in kinds are {@link
 * CellConfig}s; a layer takes any other kind as well.
 *
 * <p>A layer owns W_ih ({@code weight_ih}, (gates, I)) and computes the input's share of the
 * pre-activations, x(t) · W_ihᵀ, for all steps at once. Everything else is the cell's. Kinds are
 * immutable and shared by any number of layers.
 */
public interface Cell {
  /**
   * How many pre-activations the input contributes to.
   *
   * @param hidden number of units, H
   * @return the rows of W_ih, such as 4 · H
   */
  int gates(int hidden);

  /**
   * The width of h(t), which the layer above and the next step read.
   *
   * @param hidden number of units, H
   * @return H, unless the cell projects its output
   */
  default int outputSize(int hidden) {
    return hidden;
  }

  /**
   * The width of c(t), which only the next step reads.
   *
   * @param hidden number of units, H
   * @return 0 for cells whose only state is h
   */
  default int stateSize(int hidden) {
    return 0;
  }

  /**
   * How many floats a step keeps for each sequence besides its gates and states; for estimates.
   *
   * @param hidden number of units, H
   * @return the widths of all {@link StepBuffer}s together
   */
  default int keptSize(int hidden) {
    return 0;
  }

  /**
   * Whether its steps know {@link CellBuffers#candidateDropout}.
   *
   * @return false unless overridden
   */
  default boolean dropsCandidate() {
    return false;
  }

  /**
   * Declares every parameter but {@code weight_ih}.
   *
   * @param layout to add to
   * @param names of the layer
   * @param hidden number of units, H
   */
  void declare(ParameterLayout.Builder layout, CellNames names, int hidden);

  /**
   * Draws the parameters that {@link #declare} declares, in that order; unless overridden, all of
   * them uniformly.
   *
   * @param parameters to fill
   * @param names of the layer
   * @param hidden number of units, H
   * @param how they are drawn
   * @param random where the values come from
   */
  default void initialize(
      Parameters parameters, CellNames names, int hidden, Initialization how, RandomSource random) {
    ParameterLayout.Builder own = ParameterLayout.builder();
    declare(own, names, hidden);
    for (ParameterLayout.Entry entry : own.build().entries()) {
      Initializers.uniform(parameters.matrix(entry.name()), how.range(), random);
    }
  }

  /**
   * The cell with the weights of one layer.
   *
   * @param parameters the values and the arithmetic
   * @return what computes with them
   */
  CellWeights bind(CellParameters parameters);
}
