package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * An input of numbers: features, or the output of the layer below.
 *
 * @param x (M, I)
 * @param gradient of x (M, I), overwritten by the backward pass; null if it is not wanted
 */
public record DenseInput(Matrix x, @Nullable Matrix gradient) implements LayerInput {
  /**
   * An input whose gradient nobody wants.
   *
   * @param x (M, I)
   */
  public DenseInput(Matrix x) {
    this(x, null);
  }

  @Override
  public void project(Worker w, RecurrentLayer layer, Matrix z) {
    layer.project(w, x, z);
  }

  @Override
  public void backward(
      Worker w, RecurrentLayer layer, Matrix dz, Matrix dWeight, boolean accumulate) {
    layer.input().weightGradient(w, dz, x, dWeight);
    Matrix dx = gradient;
    if (dx != null) {
      layer.input().backward(w, dz, dx, accumulate);
    }
    w.barrier();
  }

  @Override
  public void finishBackward(Worker w) {}
}
