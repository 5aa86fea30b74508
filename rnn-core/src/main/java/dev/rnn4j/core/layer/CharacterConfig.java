package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import java.util.List;

/**
 * How the spelling of a word becomes a vector, beside what a table of words knows of it.
 *
 * @param kind by which means
 * @param characters how many characters are known, 1 or more
 * @param characterSize E, width of the vectors of characters
 * @param outputSize width of the vector of a word; even for two directions
 */
public record CharacterConfig(Kind kind, int characters, int characterSize, int outputSize) {
  /** By which means a word is spelled out. */
  public enum Kind {
    /** The last states of an LSTM in both directions, side by side (Lample et al. 2016). */
    RECURRENT,
    /** A convolution over windows of three characters, and the maximum (Ma and Hovy 2016). */
    CONVOLUTION
  }

  /** Characters that a filter of a convolution reads. */
  static final int WINDOW = 3;

  /** The name of the table of characters, after the prefix. */
  public static final String TABLE = "weight";

  private static final String STACK = "rnn.";
  private static final String FILTERS = "convolution.weight";
  private static final String BIAS = "convolution.bias";

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public CharacterConfig {
    if (characters < 1 || characterSize < 1 || characterSize > LayerConfig.MAX_HIDDEN / WINDOW) {
      throw new IllegalArgumentException(
          "character features need one character or more, with vectors of 1 to "
              + LayerConfig.MAX_HIDDEN / WINDOW
              + ", not "
              + characters
              + " with vectors of "
              + characterSize);
    }
    boolean recurrent = kind == Kind.RECURRENT;
    if (outputSize < 1
        || outputSize > LayerConfig.MAX_HIDDEN
        || (recurrent && outputSize % 2 > 0)) {
      throw new IllegalArgumentException(
          "the width of character features must be 1 to "
              + LayerConfig.MAX_HIDDEN
              + (recurrent ? ", and even for two directions" : "")
              + ", not "
              + outputSize);
    }
  }

  /**
   * The same for other characters.
   *
   * @param number how many there are, 1 or more
   * @return the features
   */
  public CharacterConfig withCharacters(int number) {
    return new CharacterConfig(kind, number, characterSize, outputSize);
  }

  StackConfig stack() {
    return StackConfig.of(
        characterSize, new LstmCell(), List.of(outputSize / 2), Directions.CONCATENATED);
  }

  /**
   * Declares the parameters.
   *
   * @param layout to add to
   * @param prefix of every name, such as "characters."
   */
  public void declare(ParameterLayout.Builder layout, String prefix) {
    Embedding.declare(layout, prefix + TABLE, characters, characterSize);
    if (kind == Kind.RECURRENT) {
      stack().declare(layout, prefix + STACK);
    } else {
      layout.matrix(prefix + FILTERS, outputSize, WINDOW * characterSize);
      layout.vector(prefix + BIAS, outputSize);
    }
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param prefix of every name
   * @param how they are drawn
   * @param random where the values come from
   */
  public void initialize(
      Parameters parameters, String prefix, Initialization how, RandomSource random) {
    Embedding.initialize(parameters, prefix + TABLE, how, random);
    if (kind == Kind.RECURRENT) {
      stack().initialize(parameters, prefix + STACK, how, random);
    } else {
      Initializers.uniform(parameters.matrix(prefix + FILTERS), how.range(), random);
      Initializers.uniform(parameters.matrix(prefix + BIAS), how.range(), random);
    }
  }

  /**
   * What computes them.
   *
   * @param parameters with those that {@link #declare} declares; in training shared, and after
   *     changing them call {@link CharacterFeatures#repack}
   * @param prefix of every name
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   * @return the features
   */
  public CharacterFeatures bind(
      Parameters parameters, String prefix, Kernels kernels, boolean training) {
    Embedding table = Embedding.of(parameters, prefix + TABLE, kernels, training);
    if (kind == Kind.RECURRENT) {
      RecurrentStack stack =
          new RecurrentStack(stack(), parameters, prefix + STACK, kernels, training);
      return new RecurrentCharacters(table, prefix + TABLE, stack);
    }
    Linear filters =
        new Linear(
            parameters.matrix(prefix + FILTERS),
            parameters.matrix(prefix + BIAS),
            kernels,
            parameters.format(),
            training);
    return new ConvolvedCharacters(
        table, prefix + TABLE, filters, prefix + FILTERS, prefix + BIAS, outputSize);
  }
}
