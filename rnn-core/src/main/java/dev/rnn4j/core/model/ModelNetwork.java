package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/** What the networks of this package share: the parameters, in training or in use. */
abstract class ModelNetwork implements Network {
  private final ParameterLayout layout;

  /** Null in a network for use, which keeps its weights packed only. */
  private final @Nullable Parameters trained;

  private final WeightFormat format;
  private final Kernels kernels;

  /**
   * Checks the parameters.
   *
   * @param config the architecture, for messages
   * @param layout of the parameters it needs
   * @param parameters laid out so; in training shared
   * @param kernels the arithmetic
   * @param trainable whether there is a backward pass
   * @throws IllegalArgumentException if the sizes do not fit each other, or for weights that cannot
   *     be trained
   */
  ModelNetwork(
      Record config,
      ParameterLayout layout,
      Parameters parameters,
      Kernels kernels,
      boolean trainable) {
    if (!parameters.layout().entries().equals(layout.entries())) {
      throw new IllegalArgumentException(
          "the parameters are laid out for another model; make them with the layout of " + config);
    }
    format = parameters.format();
    if (trainable && format != WeightFormat.FLOAT32) {
      throw new IllegalArgumentException(
          "training needs weights of "
              + WeightFormat.FLOAT32.label()
              + ", not of "
              + format.label()
              + ", which are for models in use");
    }
    this.layout = layout;
    this.kernels = kernels;
    trained = trainable ? parameters : null;
  }

  @Override
  public final Kernels kernels() {
    return kernels;
  }

  @Override
  public final boolean isTrainable() {
    return trained != null;
  }

  @Override
  public final Parameters parameters() {
    Parameters live = trained;
    if (live != null) {
      return live;
    }
    Parameters copy = new Parameters(layout, new float[layout.size()], format);
    copyTo(copy);
    return copy;
  }

  /** Copies what a network for use keeps packed only, to the bit. */
  abstract void copyTo(Parameters into);

  /** Fails if there are gradients, but no backward pass that could leave any. */
  final void requireTrainableFor(@Nullable Parameters gradients) {
    if (gradients != null && !isTrainable()) {
      throw new IllegalStateException("this model was made for use; make it trainable");
    }
  }
}
