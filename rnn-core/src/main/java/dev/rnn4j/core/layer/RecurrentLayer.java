package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.RecurrentProduct;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent layer over a whole window. The input's products of all steps are one product before
 * the loop over time, and the weights' gradients three after the loop back; inside the loops stands
 * only what depends on the step before. Shared by any number of threads as long as nobody repacks.
 */
public final class RecurrentLayer {
  private final Cell cell;
  private final RecurrentWeights weights;
  private final Kernels kernels;
  private final PackedWeights inputForward;
  private final @Nullable PackedWeights inputBackward;
  private final RecurrentProduct recurrent;

  /** Of the input's product: b_ih + b_hh where both products have one sum, otherwise b_ih. */
  private final Matrix inputBias;

  /** How often the weights were packed: what was computed with others cannot be differentiated. */
  private int packings;

  /**
   * A layer.
   *
   * @param cell its time step
   * @param weights its parameters, packed here; after changing them call {@link #repack}
   * @param kernels the arithmetic
   * @param format what the products round the weights to
   * @param training whether there is a way back
   */
  public RecurrentLayer(
      Cell cell, RecurrentWeights weights, Kernels kernels, WeightFormat format, boolean training) {
    this.cell = cell;
    this.weights = weights;
    this.kernels = kernels;
    inputForward = kernels.pack(weights.ih(), true, format);
    inputBackward = training ? kernels.pack(weights.ih(), false, format) : null;
    recurrent =
        new RecurrentProduct(
            kernels.pack(weights.hh(), true, format).forSteps(),
            weights.biasHh(),
            training ? kernels.pack(weights.hh(), false, format).forSteps() : null);
    inputBias =
        cell.type().keepsProductsApart()
            ? weights.biasIh()
            : Matrix.zeros(1, weights.biasIh().cols());
    addBiases(Worker.solo());
  }

  /** The share of a worker in b_ih + b_hh. */
  private void addBiases(Worker w) {
    if (cell.type().keepsProductsApart()) {
      return;
    }
    for (int j = w.from(inputBias.cols(), 1); j < w.to(inputBias.cols(), 1); j++) {
      inputBias.set(0, j, weights.biasIh().get(0, j) + weights.biasHh().get(0, j));
    }
  }

  /**
   * Takes the weights and biases in again after they have changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    if (w.index() == 0) {
      packings++;
    }
    addBiases(w);
    kernels.repack(w, weights.ih(), inputForward);
    kernels.repack(w, weights.hh(), recurrent.forward());
    PackedWeights backward = inputBackward;
    if (backward != null) {
      kernels.repack(w, weights.ih(), backward);
      kernels.repack(w, weights.hh(), recurrent.backwardOrThrow());
    }
  }

  /**
   * The outputs of all steps.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param x (T·B, I), complete
   * @param a receives everything; holds the initial state
   */
  public void forward(Worker w, Matrix x, RecurrentActivations a) {
    project(w, x, a.gates());
    run(w, a);
  }

  /**
   * The outputs of all steps, where the input is an embedding.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param x the distinct tokens of the window, their vectors complete
   * @param a receives everything; holds the initial state
   */
  public void forward(Worker w, TokenInput x, RecurrentActivations a) {
    project(w, x.embedded(), x.projected());
    kernels.gatherRows(w, x.projected(), x.slots(), a.gates());
    w.barrier();
    run(w, a);
  }

  /**
   * The input's share of the pre-activations, with the biases that go with it.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param x (M, I), complete
   * @param z (M, G·H), overwritten
   */
  void project(Worker w, Matrix x, Matrix z) {
    kernels.affine(w, x, inputForward, inputBias, z);
    w.barrier();
  }

  /**
   * The loop over time.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param a with the input's share of the pre-activations in its gates
   */
  public void run(Worker w, RecurrentActivations a) {
    for (int t = 0; t < a.steps(); t++) {
      if (t == a.steps() - 1) {
        a.record().forward(w, this, a.steps(), packings);
      }
      cell.forward(w, recurrent, a.step(t));
    }
  }

  /**
   * The gradients of the parameters, of the initial state and, if asked for, of the input.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param x (T·B, I), as given to {@link #forward}
   * @param a with the gradient of the output in {@link RecurrentActivations#outputGradient()}
   * @param d the parameters' gradients, overwritten
   * @param dx (T·B, I), overwritten
   * @throws IllegalStateException if the last thing done to {@code a} was not this layer's forward
   *     pass of this length, with the weights as they are packed now
   */
  public void backward(Worker w, Matrix x, RecurrentActivations a, RecurrentWeights d, Matrix dx) {
    runBack(w, a);
    kernels.multiplyTransposed(w, a.gates(), x, d.ih(), false);
    parameterGradients(w, a, d);
    inputGradient(w, a.gates(), dx);
  }

  /**
   * The same where the input is an embedding; the gradient of its distinct rows is left in {@link
   * TokenInput#embeddedGradient()}.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param x as given to {@link #forward(Worker, TokenInput, RecurrentActivations)}
   * @param a with the gradient of the output in {@link RecurrentActivations#outputGradient()}
   * @param d the parameters' gradients, overwritten
   * @throws IllegalStateException if the last thing done to {@code a} was not this layer's forward
   *     pass of this length, with the weights as they are packed now
   */
  public void backward(Worker w, TokenInput x, RecurrentActivations a, RecurrentWeights d) {
    runBack(w, a);
    Matrix dz = x.projectedGradient();
    clear(w, dz);
    w.barrier();
    kernels.scatterAddRows(w, a.gates(), x.slots(), dz);
    w.barrier();
    kernels.multiplyTransposed(w, dz, x.embedded(), d.ih(), false);
    parameterGradients(w, a, d);
    inputGradient(w, dz, x.embeddedGradient());
  }

  /** The loop back over time. */
  private void runBack(Worker w, RecurrentActivations a) {
    if (inputBackward == null || !a.isForTraining()) {
      throw new IllegalStateException("this layer was made for inference; it has no way back");
    }
    a.record().requireForward(this, a.steps(), packings);
    clear(w, a.initialHiddenGradient());
    clear(w, a.initialCellGradient());
    w.barrier();
    a.record().backward(w);
    for (int t = a.steps() - 1; t >= 0; t--) {
      cell.backward(w, recurrent, a.step(t), a.gradient(t));
    }
  }

  /** Of all parameters but W_ih. */
  private void parameterGradients(Worker w, RecurrentActivations a, RecurrentWeights d) {
    Matrix dq = a.recurrentGates();
    kernels.multiplyTransposed(w, dq, a.previousOutput(), d.hh(), false);
    kernels.sumColumns(w, a.gates(), d.biasIh());
    kernels.sumColumns(w, dq, d.biasHh());
  }

  /**
   * dx = dz · W_ih.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param dz (M, G·H), complete
   * @param dx (M, I), overwritten
   */
  public void inputGradient(Worker w, Matrix dz, Matrix dx) {
    PackedWeights backward = inputBackward;
    if (backward == null) {
      throw new IllegalStateException("this layer was made for inference; it has no way back");
    }
    kernels.multiply(w, dz, backward, dx, false);
    w.barrier();
  }

  private static void clear(Worker w, Matrix m) {
    for (int r = w.from(m.rows(), 1); r < w.to(m.rows(), 1); r++) {
      Arrays.fill(m.data(), m.index(r, 0), m.index(r, 0) + m.cols(), 0f);
    }
  }
}
