package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.StepBuffer;
import dev.rnn4j.core.cell.WeightProduct;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of {@link Attention}: of every step of a decoder, the mean of the
 * memory's rows, weighted by how well they fit the decoder's state. Each sequence sees its own rows
 * only. The context of an empty sequence is zero.
 *
 * <p>The keys W_k m of all rows are one product. Scores and means, which are small beside the
 * products of a decoder, are plain loops; each worker has some of the sequences.
 *
 * <p>The methods that take a {@link Worker} are called by all workers of a run with equal
 * arguments. {@link #begin} comes first, then {@link #remember}, the steps in ascending order, and
 * in training their backward passes in descending order.
 */
public final class AttentionPass {
  private final Attention attention;
  private final Kernels kernels;
  private final @Nullable Parameters gradients;
  private final Matrix memoryCapacity;
  private final Matrix keyCapacity;
  private final Matrix dMemoryCapacity;
  private final Matrix dKeyCapacity;

  /** W_q h of every step (n(t), K), in additive attention. */
  private final StepBuffer queries;

  /** The gradient of {@link #queries}. */
  private final StepBuffer dQueries;

  /** What each row of the decoder adds to the gradient of v (n(t), K). */
  private final StepBuffer scoreGradients;

  /** tanh(W_q h + W_k m) of one step, the rows of one sequence after those of another. */
  private Matrix fitCapacity;

  private AttentionMemory memory = AttentionMemory.empty();
  private int[] sequences = {};
  private SequenceBatch batch = SequenceBatch.of(0);

  /** Where the weights of each row of the decoder begin; one more than there are rows. */
  private int[] offsets = {0};

  /** Of the weights of a row of the decoder, as many as a sequence of the memory may have. */
  private SequenceBatch sideBySide = SequenceBatch.full(0, 1);

  private float[] weights = {};
  private float[] dScores = {};
  private Matrix remembered;
  private Matrix keys;
  private Matrix dRemembered;
  private Matrix dKeys;
  private Matrix[] fits = {};

  AttentionPass(Attention attention, int maxMemory, int maxRows, @Nullable Parameters gradients) {
    this.attention = attention;
    this.gradients = gradients;
    kernels = attention.kernels();
    Attention.Shape shape = attention.shape();
    boolean training = gradients != null;
    int trained = training ? maxMemory : 0;
    memoryCapacity = Matrix.zeros(maxMemory, shape.memorySize());
    keyCapacity = Matrix.zeros(maxMemory, shape.keySize());
    dMemoryCapacity = Matrix.zeros(trained, shape.memorySize());
    dKeyCapacity = Matrix.zeros(trained, shape.keySize());
    int additive = shape.additive() ? maxRows : 0;
    queries = new StepBuffer(additive, shape.keySize());
    dQueries = new StepBuffer(training ? additive : 0, shape.keySize());
    scoreGradients = new StepBuffer(training ? additive : 0, shape.keySize());
    fitCapacity = Matrix.zeros(0, shape.keySize());
    remembered = memoryCapacity;
    keys = keyCapacity;
    dRemembered = dMemoryCapacity;
    dKeys = dKeyCapacity;
  }

  /**
   * Sets the shape of the memory; called by one thread, before {@link #begin}.
   *
   * @param newMemory at most as large as this pass was made for
   * @throws IllegalArgumentException if it is larger
   */
  public void shape(AttentionMemory newMemory) {
    int rows = newMemory.size();
    if (rows > memoryCapacity.rows()) {
      throw new IllegalArgumentException(
          "a memory of " + rows + " rows in buffers for at most " + memoryCapacity.rows());
    }
    memory = newMemory;
    if (sideBySide.steps() < rows) {
      sideBySide = SequenceBatch.full(rows, 1);
    }
    remembered = memoryCapacity.rowRange(0, rows);
    keys = keyCapacity.rowRange(0, rows);
    int trained = gradients == null ? 0 : rows;
    dRemembered = dMemoryCapacity.rowRange(0, trained);
    dKeys = dKeyCapacity.rowRange(0, trained);
  }

  /**
   * Sets the rows of the decoder; called by one thread.
   *
   * @param rows the decoder's batch, of at most as many rows as this pass was made for
   * @param sees of each sequence of that batch, which one of the memory it looks at; for a backward
   *     pass each another one
   */
  public void begin(SequenceBatch rows, int[] sees) {
    batch = rows;
    sequences = sees;
    if (offsets.length <= rows.rows()) {
      offsets = new int[rows.rows() + 1];
    }
    for (int t = 0; t < rows.steps(); t++) {
      for (int b = 0; b < rows.active(t); b++) {
        int row = rows.offset(t) + b;
        offsets[row + 1] = Math.addExact(offsets[row], memory.length(sees[b]));
      }
    }
    int all = offsets[rows.rows()];
    if (weights.length < all) {
      weights = new float[all];
    }
    if (attention.shape().additive()) {
      queries.shape(rows);
      shapeFits();
    }
    if (gradients != null) {
      beginTraining();
    }
  }

  /** The first step has the most rows. */
  private void shapeFits() {
    int most = batch.steps() == 0 ? 0 : offsets[batch.active(0)];
    if (fitCapacity.rows() < most) {
      fitCapacity = Matrix.zeros(most, fitCapacity.cols());
    }
    fits = new Matrix[batch.steps()];
    Arrays.setAll(fits, t -> fitCapacity.rowRange(0, fitsOf(t)));
  }

  private int fitsOf(int t) {
    return offsets[batch.offset(t + 1)] - offsets[batch.offset(t)];
  }

  private void beginTraining() {
    if (attention.shape().additive()) {
      dQueries.shape(batch);
      scoreGradients.shape(batch);
    }
    int most = batch.steps() == 0 ? 0 : offsets[batch.active(0)];
    if (dScores.length < most) {
      dScores = new float[most];
    }
  }

  /**
   * Takes in the memory.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param outputs of the batch that was encoded, complete
   */
  public void remember(Worker w, Matrix outputs) {
    kernels.gatherRows(w, outputs, memory.rows(), remembered);
    w.barrier();
    attention.key().forward(w, remembered, keys, false);
    w.barrier();
  }

  /**
   * The contexts of one step.
   *
   * @param w whose share to compute; does not wait for others at the end
   * @param t the step
   * @param h the decoder's state (n(t), H), complete
   * @param context (n(t), C), overwritten
   */
  public void forward(Worker w, int t, Matrix h, Matrix context) {
    WeightProduct query = attention.query();
    if (query != null) {
      query.forward(w, h, queries.step(t), false);
      w.barrier();
      fit(w, t);
    }
    for (int b = w.from(h.rows(), 1); b < w.to(h.rows(), 1); b++) {
      int row = batch.offset(t) + b;
      int length = offsets[row + 1] - offsets[row];
      int start = memory.start(sequences[b]);
      for (int j = 0; j < length; j++) {
        weights[offsets[row] + j] =
            query == null
                ? Rows.dot(h, b, keys, start + j)
                : Rows.dot(attention.score(), 0, fits[t], fitRow(t, b) + j);
      }
      SequenceSoftmax.forward(weights, offsets[row], length, sideBySide);
      Rows.clear(context, b);
      for (int j = 0; j < length; j++) {
        Rows.addScaled(remembered, start + j, weights[offsets[row] + j], context, b);
      }
    }
  }

  /** tanh(W_q h + W_k m); all workers have met when this returns. */
  private void fit(Worker w, int t) {
    Matrix q = queries.step(t);
    Matrix fit = fits[t];
    for (int b = w.from(q.rows(), 1); b < w.to(q.rows(), 1); b++) {
      int start = memory.start(sequences[b]);
      int at = fitRow(t, b);
      for (int j = 0; j < memory.length(sequences[b]); j++) {
        Rows.copy(keys, start + j, fit, at + j);
        Rows.add(q, b, fit, at + j);
      }
    }
    w.barrier();
    kernels.activate(w, Activation.TANH, fit, fit);
    w.barrier();
  }

  private int fitRow(int t, int b) {
    int first = batch.offset(t);
    return offsets[first + b] - offsets[first];
  }

  /**
   * Before {@link #backward}: nothing has a gradient yet.
   *
   * @param w whose share to clear; all workers have met when this returns
   */
  public void beginBackward(Worker w) {
    Rows.clear(w, dRemembered);
    Rows.clear(w, dKeys);
    w.barrier();
  }

  /**
   * The backward pass of one step. The gradients of the memory and of the parameters add up until
   * {@link #finishBackward}.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param t the step
   * @param h as given to {@link #forward}
   * @param dContext gradient of the context (n(t), C), complete
   * @param dh gradient of h (n(t), H), added to
   */
  public void backward(Worker w, int t, Matrix h, Matrix dContext, Matrix dh) {
    WeightProduct query = attention.query();
    if (query == null) {
      for (int b = w.from(h.rows(), 1); b < w.to(h.rows(), 1); b++) {
        scoreGradients(t, b, dContext);
        backwardMultiplicative(t, b, h, dh);
      }
    } else {
      fit(w, t);
      for (int b = w.from(h.rows(), 1); b < w.to(h.rows(), 1); b++) {
        scoreGradients(t, b, dContext);
        backwardAdditive(t, b);
      }
      w.barrier();
      query.backward(w, dQueries.step(t), dh, true);
    }
    w.barrier();
  }

  /** Of the scores of one row of the decoder, and of the memory through the mean. */
  private void scoreGradients(int t, int b, Matrix dContext) {
    int from = offsets[batch.offset(t) + b];
    int at = fitRow(t, b);
    int start = memory.start(sequences[b]);
    int length = memory.length(sequences[b]);
    for (int j = 0; j < length; j++) {
      dScores[at + j] = Rows.dot(dContext, b, remembered, start + j);
      Rows.addScaled(dContext, b, weights[from + j], dRemembered, start + j);
    }
    SequenceSoftmax.backward(weights, from, length, sideBySide, dScores, at);
  }

  private void backwardMultiplicative(int t, int b, Matrix h, Matrix dh) {
    int at = fitRow(t, b);
    int start = memory.start(sequences[b]);
    for (int j = 0; j < memory.length(sequences[b]); j++) {
      Rows.addScaled(keys, start + j, dScores[at + j], dh, b);
      Rows.addScaled(h, b, dScores[at + j], dKeys, start + j);
    }
  }

  private void backwardAdditive(int t, int b) {
    int at = fitRow(t, b);
    int start = memory.start(sequences[b]);
    Matrix dQuery = dQueries.step(t);
    Matrix dScore = scoreGradients.step(t);
    Rows.clear(dQuery, b);
    Rows.clear(dScore, b);
    for (int j = 0; j < memory.length(sequences[b]); j++) {
      Rows.addScaled(fits[t], at + j, dScores[at + j], dScore, b);
      toPreActivation(fits[t], at + j, dScores[at + j]);
      Rows.add(fits[t], at + j, dQuery, b);
      Rows.add(fits[t], at + j, dKeys, start + j);
    }
  }

  /** u = tanh(z) is replaced by dz = ds · v ∘ (1 - u²). */
  private void toPreActivation(Matrix fit, int row, float dScore) {
    float[] u = fit.data();
    int at = fit.index(row, 0);
    float[] v = attention.score().data();
    int from = attention.score().index(0, 0);
    for (int k = 0; k < fit.cols(); k++) {
      u[at + k] = dScore * v[from + k] * (1 - u[at + k] * u[at + k]);
    }
  }

  /**
   * After the backward passes of all steps: the gradients of the parameters and of the memory.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param h the decoder's states of all steps (M, H)
   * @param dOutputs gradient of what was given to {@link #remember}, overwritten
   */
  public void finishBackward(Worker w, Matrix h, Matrix dOutputs) {
    Parameters into = gradients;
    if (into == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    WeightProduct query = attention.query();
    if (query != null) {
      query.weightGradient(w, dQueries.all(), h, attention.queryGradient(into));
      kernels.sumColumns(w, scoreGradients.all(), attention.scoreGradient(into));
    }
    attention.key().weightGradient(w, dKeys, remembered, attention.keyGradient(into));
    attention.key().backward(w, dKeys, dRemembered, true);
    w.barrier();
    for (int i = w.from(dRemembered.rows(), 1); i < w.to(dRemembered.rows(), 1); i++) {
      Rows.copy(dRemembered, i, dOutputs, memory.rows()[i]);
    }
    w.barrier();
  }

  /**
   * The weights of one row of the decoder, after the forward pass of its step.
   *
   * @param t the step
   * @param b the sequence of the decoder's batch
   * @return one weight for each row of its sequence in the memory; they sum to 1 unless it is empty
   */
  public float[] weights(int t, int b) {
    int row = batch.row(t, b);
    return Arrays.copyOfRange(weights, offsets[row], offsets[row + 1]);
  }
}
