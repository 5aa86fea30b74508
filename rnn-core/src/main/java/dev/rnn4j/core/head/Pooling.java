package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;

/**
 * A kind of pooling: one row for each sequence of a batch, from what a stack has computed of it. A
 * kind is bound to parameters, as a cell is; most have none ({@link PlainPooling}).
 */
public interface Pooling {
  /**
   * The width of a row.
   *
   * @param stack what is pooled
   * @return the number of columns
   */
  int outputSize(StackConfig stack);

  /**
   * Declares the parameters.
   *
   * @param layout to add to
   * @param prefix of every name, such as "pooling."
   * @param stack what is pooled
   */
  default void declare(ParameterLayout.Builder layout, String prefix, StackConfig stack) {}

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param prefix of every name
   * @param how they are drawn
   * @param random where the values come from
   */
  default void initialize(
      Parameters parameters, String prefix, Initialization how, RandomSource random) {}

  /**
   * Binds this kind to parameters.
   *
   * @param parameters with those that {@link #declare} declares; in training shared
   * @param prefix of every name
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   * @return what makes passes
   */
  PoolingWeights bind(Parameters parameters, String prefix, Kernels kernels, boolean training);
}
