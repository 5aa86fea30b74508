package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * One layer normalisation within a step (Ba et al. 2016): every row of what it reads less its mean,
 * divided by its deviation, then scaled and shifted by a gain and a bias of each column.
 * Derivation: docs/derivations/layer-normalization.md.
 */
final class LayerNorm {
  private final Kernels kernels;
  private final String gainName;
  private final String biasName;
  private final Matrix gain;
  private final Matrix bias;

  /**
   * The normalisation with a layer's parameters.
   *
   * @param gain name of the gain, such as "gain_ih"
   * @param bias name of the bias, such as "bias_ih"
   */
  LayerNorm(CellParameters parameters, String gain, String bias) {
    kernels = parameters.kernels();
    gainName = parameters.names().of(gain);
    biasName = parameters.names().of(bias);
    this.gain = parameters.matrix(gain);
    this.bias = parameters.matrix(bias);
  }

  static void declareGain(ParameterLayout.Builder layout, CellNames names, String gain, int width) {
    layout.vector(names.of(gain), width);
  }

  /** A gain begins with ones, so that at first a row is normalised and no more. */
  static void initializeGain(Parameters parameters, CellNames names, String gain) {
    Initializers.constant(parameters.matrix(names.of(gain)), 1);
  }

  /** Floats of a row in the buffers of {@link Pass}. */
  static int keptSize(int width) {
    return Math.addExact(width, 1);
  }

  Pass newPass(CellBuffers b, @Nullable Parameters gradients) {
    return new Pass(
        this,
        b.newStepBuffer(gain.cols()),
        b.newStepBuffer(1),
        gradients == null ? null : gradients.matrix(gainName),
        gradients == null ? null : gradients.matrix(biasName));
  }

  /** Keeps the normalised rows of every step, and what each was scaled by. */
  record Pass(
      LayerNorm norm,
      StepBuffer normalized,
      StepBuffer inverse,
      @Nullable Matrix dGain,
      @Nullable Matrix dBias) {
    /** Where what is to be normalised may be written, see {@link #forward}. */
    Matrix room(int t) {
      return normalized.step(t);
    }

    /** Workers share out rows, as in {@link #backward}; does not wait for others. */
    void forward(Worker w, int t, Matrix x, Matrix y, boolean accumulate) {
      norm.kernels.normalizeRows(
          w, x, normalized.step(t), inverse.step(t), norm.gain, norm.bias, y, accumulate);
    }

    /** From the gradient of y to that of x. */
    void backward(Worker w, int t, Matrix dy, Matrix dx, boolean accumulate) {
      norm.kernels.normalizeRowsBackward(
          w, dy, normalized.step(t), inverse.step(t), norm.gain, dx, accumulate);
    }

    /**
     * Those of gain and bias, after all steps; need not wait for others at the end.
     *
     * @param dy (M, N), the gradients of all y
     */
    void parameterGradients(Worker w, Matrix dy) {
      Matrix gains = dGain;
      Matrix biases = dBias;
      if (gains == null || biases == null) {
        return;
      }
      Rows.clear(w, gains);
      norm.kernels.sumColumns(w, dy, biases);
      w.barrier();
      norm.kernels.addColumnProducts(w, dy, normalized.all(), gains);
    }
  }
}
