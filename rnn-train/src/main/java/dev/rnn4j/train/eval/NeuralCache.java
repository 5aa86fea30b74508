package dev.rnn4j.train.eval;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.data.TextBatches;
import dev.rnn4j.train.data.TextCut;
import java.util.Arrays;

/**
 * A continuous cache (Grave, Joulin and Usunier 2017, "Improving Neural Language Models with a
 * Continuous Cache", equations 2 and 3): a memory of the last n positions i of the text, each with
 * the last layer's output h(i) and the token x(i+1) that followed it.
 *
 * <pre>
 *   p_cache(v | x(1..t)) = sum of exp(theta h(t)·h(i)) over the i with x(i+1) = v,
 *                          divided by the sum over all i
 * </pre>
 *
 * To be mixed with what the model itself predicts ({@link Interpolation}). The text is one stream.
 * While the memory is empty, before the second token, the cache predicts as the model does.
 */
public final class NeuralCache {
  private final LanguageModel model;
  private final Workers workers;
  private final int size;
  private final TextCut cut;

  /**
   * A cache that is empty at the start of every text.
   *
   * @param model the model
   * @param workers who compute
   * @param size n, 1 or more
   * @throws IllegalArgumentException if the size is not positive
   */
  public NeuralCache(LanguageModel model, Workers workers, int size) {
    this(model, workers, size, TextCut.STREAMS);
  }

  /**
   * A cache that is empty at the start of every text, and not emptied where a sentence begins.
   *
   * @param model the model
   * @param workers who compute
   * @param size n, 1 or more
   * @param cut what the model reads from the initial state on
   * @throws IllegalArgumentException if the size is not positive
   */
  public NeuralCache(LanguageModel model, Workers workers, int size, TextCut cut) {
    if (size < 1) {
      throw new IllegalArgumentException("a cache needs 1 position or more, not " + size);
    }
    this.model = model;
    this.workers = workers;
    this.size = size;
    this.cut = cut;
  }

  /**
   * What the model and its cache make of a text.
   *
   * @param model -ln p of each token by the model alone, in nats
   * @param cache the same by the cache alone, for each theta; infinite where a token is not in it
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  public record Losses(double[] model, double[][] cache) {}

  /**
   * Predicts a text with several theta at once, as the products h(t)·h(i) are the same.
   *
   * @param tokens its ids
   * @param step the first theta, and the difference between one and the next; 0 or more
   * @param count how many theta, 1 or more
   * @return the losses; those of {@code cache()[k]} are of theta = (k + 1) · step
   * @throws IllegalArgumentException if the step is negative or not finite
   */
  public Losses losses(int[] tokens, double step, int count) {
    if (!(step >= 0 && step < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("theta must be 0 or more, not " + step);
    }
    Losses losses = new Losses(new double[tokens.length], new double[count][tokens.length]);
    Reading reading = new Reading(tokens, step, losses);
    Evaluator.inOrder(model, workers, cut).evaluate(tokens, () -> false, reading);
    return losses;
  }

  /** One reading of a text: a window's outputs stand behind the n before them. */
  private final class Reading implements Evaluator.Listener {
    private final int[] tokens;
    private final double step;
    private final Losses losses;
    private Matrix states = Matrix.zeros(1, 1);
    private Matrix buffer = Matrix.zeros(1, 1);

    Reading(int[] tokens, double step, Losses losses) {
      this.tokens = tokens;
      this.step = step;
      this.losses = losses;
    }

    @Override
    public void onBatch(TextBatches batches, int index, LanguageModelPass pass) {
      if (index == 0) {
        states = Matrix.zeros(size + batches.maxRows(), pass.outputs().cols());
        buffer = Matrix.zeros(batches.maxRows(), size + batches.maxRows());
      }
      int first = batches.position(index, 0, 0);
      int rows = batches.targetCount(index);
      System.arraycopy(pass.losses(), 0, losses.model(), first, rows);
      Matrix h = states.rowRange(size, size + rows);
      h.set(pass.outputs());
      Matrix all = states.rowRange(0, size + rows);
      Matrix products = buffer.rowRange(0, rows).columnRange(0, size + rows);
      Kernels kernels = model.kernels();
      workers.run(w -> {
        kernels.multiply(w, h, all, true, products, false);
        w.barrier();
        predict(w, products, first);
      });
      states.rowRange(0, size).set(states.rowRange(rows, rows + size)); // row by row, upwards
    }

    private void predict(Worker w, Matrix products, int first) {
      int count = losses.cache().length;
      double[] sums = new double[count];
      double[] found = new double[count];
      int rows = products.rows();
      for (int r = w.from(rows, 1); r < w.to(rows, 1); r++) {
        int position = first + r;
        if (position == 0) {
          for (double[] cache : losses.cache()) {
            cache[0] = losses.model()[0];
          }
          continue;
        }
        add(products, r, position, sums, found);
        for (int k = 0; k < count; k++) {
          losses.cache()[k][position] = Math.log(sums[k]) - Math.log(found[k]);
        }
      }
    }

    /** Sums over the memory of a position, and over those of it that its token followed. */
    private void add(Matrix products, int row, int position, double[] sums, double[] found) {
      Arrays.fill(sums, 0);
      Arrays.fill(found, 0);
      int remembered = Math.min(size, position);
      int from = size + row - remembered; // the column of h(t) itself is size + row
      float[] scores = products.data();
      int at = products.index(row, 0);
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = from; i < size + row; i++) {
        largest = Math.max(largest, scores[at + i]);
      }
      for (int i = from; i < size + row; i++) {
        boolean followed = tokens[position - (size + row - i)] == tokens[position];
        double factor = Math.exp(step * (scores[at + i] - largest));
        double term = 1;
        for (int k = 0; k < sums.length; k++) {
          term *= factor; // exp(theta · …), theta = (k + 1) · step
          sums[k] += term;
          found[k] += followed ? term : 0;
        }
      }
    }
  }
}
