package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The largest output of each filter over all windows of three characters of a word. A window
 * reaches over the ends of a word, where it reads zeros.
 *
 * @param table of the characters
 * @param tableName its name among the parameters
 * @param filters (F, 3E)
 * @param weightName the name of their weight
 * @param biasName the name of their bias
 * @param width F
 */
record ConvolvedCharacters(
    Embedding table,
    String tableName,
    Linear filters,
    String weightName,
    String biasName,
    int width)
    implements CharacterFeatures {
  private static final int NOWHERE = -1;

  @Override
  public void repack(Worker w) {
    filters.repack(w);
  }

  @Override
  public void copyTo(Parameters into) {
    table.copyTo(into, tableName);
    filters.copyTo(into.matrix(weightName), into.matrix(biasName));
  }

  @Override
  public Pass newPass(@Nullable Parameters gradients) {
    return new ConvolutionPass(this, gradients);
  }

  private static final class ConvolutionPass implements Pass {
    private final ConvolvedCharacters weights;
    private final @Nullable Parameters gradients;
    private final int size; // E
    private final ForwardRecord record = new ForwardRecord();
    private SequenceBatch words = SequenceBatch.of(0);
    private int[] characters = {};
    private Buffers all;
    private Buffers used;

    /** The row in which each filter found its largest output (words, F); NOWHERE without rows. */
    private int[] largest = {};

    private Linear.@Nullable Gradients linear;

    ConvolutionPass(ConvolvedCharacters weights, @Nullable Parameters gradients) {
      this.weights = weights;
      this.gradients = gradients;
      size = weights.table.width();
      all = new Buffers(0, size, weights.width, gradients != null);
      used = all;
    }

    /** One row a character: its vector, the window around it, the filters' outputs. */
    private record Buffers(
        Matrix e, Matrix windows, Matrix outputs, Matrix de, Matrix dWindows, Matrix dOutputs) {
      Buffers(int rows, int size, int width, boolean training) {
        this(
            Matrix.zeros(rows, size),
            Matrix.zeros(rows, CharacterConfig.WINDOW * size),
            Matrix.zeros(rows, width),
            Matrix.zeros(training ? rows : 0, size),
            Matrix.zeros(training ? rows : 0, CharacterConfig.WINDOW * size),
            Matrix.zeros(training ? rows : 0, width));
      }

      Buffers first(int rows) {
        int trained = Math.min(rows, de.rows());
        return new Buffers(
            e.rowRange(0, rows),
            windows.rowRange(0, rows),
            outputs.rowRange(0, rows),
            de.rowRange(0, trained),
            dWindows.rowRange(0, trained),
            dOutputs.rowRange(0, trained));
      }
    }

    @Override
    public void begin(SequenceBatch given, int[] ids) {
      int rows = given.rows();
      if (rows > all.e.rows()) {
        all = new Buffers(Rows.grown(0, rows), size, weights.width, gradients != null);
        used = all;
      }
      if (used.e.rows() != rows) {
        used = all.first(rows);
      }
      Parameters d = gradients;
      if (d != null) {
        linear =
            new Linear.Gradients(
                used.dOutputs, d.matrix(weights.weightName), d.matrix(weights.biasName));
      }
      if (largest.length < given.batch() * weights.width) {
        largest = new int[Rows.grown(0, given.batch() * weights.width)];
      }
      words = given;
      characters = ids;
      record.clear();
    }

    @Override
    public void forward(Worker w, Matrix y) {
      weights.table.forward(w, characters, used.e);
      for (int b = w.from(words.batch(), 1); b < w.to(words.batch(), 1); b++) {
        for (int t = 0; t < words.length(b); t++) {
          for (int k = 0; k < CharacterConfig.WINDOW; k++) {
            readNeighbour(b, t, k);
          }
        }
      }
      w.barrier();
      record.forward(w, weights.filters.packings());
      weights.filters.forward(w, used.windows, used.outputs);
      for (int b = w.from(words.batch(), 1); b < w.to(words.batch(), 1); b++) {
        pool(b, y);
      }
      w.barrier();
    }

    /** The row of character t + k - 1 of a word, or NOWHERE. */
    private int neighbour(int b, int t, int k) {
      int at = t + k - 1;
      return at < 0 || at >= words.length(b) ? NOWHERE : words.row(at, b);
    }

    private void readNeighbour(int b, int t, int k) {
      int to = used.windows.index(words.row(t, b), k * size);
      int from = neighbour(b, t, k);
      if (from == NOWHERE) {
        Arrays.fill(used.windows.data(), to, to + size, 0f);
      } else {
        System.arraycopy(used.e.data(), used.e.index(from, 0), used.windows.data(), to, size);
      }
    }

    private void pool(int b, Matrix y) {
      Matrix f = used.outputs;
      for (int j = 0; j < weights.width; j++) {
        int best = words.length(b) == 0 ? NOWHERE : words.row(0, b);
        for (int t = 1; t < words.length(b); t++) {
          int row = words.row(t, b);
          best = f.get(row, j) > f.get(best, j) ? row : best;
        }
        largest[b * weights.width + j] = best;
        y.set(b, j, best == NOWHERE ? 0 : f.get(best, j));
      }
    }

    @Override
    public void backward(Worker w, Matrix dy) {
      Linear.Gradients d = linear;
      Parameters into = gradients;
      if (d == null || into == null) {
        throw new IllegalStateException("this pass was made without a backward pass");
      }
      record.requireDifferentiable(weights.filters.packings());
      Matrix dTable = into.matrix(weights.tableName);
      Rows.clear(w, dTable);
      for (int b = w.from(words.batch(), 1); b < w.to(words.batch(), 1); b++) {
        unpool(b, dy);
      }
      w.barrier();
      record.backward(w);
      weights.filters.backward(w, used.windows, d, used.dWindows);
      for (int b = w.from(words.batch(), 1); b < w.to(words.batch(), 1); b++) {
        for (int t = 0; t < words.length(b); t++) {
          addNeighbours(b, t);
        }
      }
      w.barrier();
      weights.table.backward(w, characters, used.de, dTable);
    }

    private void unpool(int b, Matrix dy) {
      for (int t = 0; t < words.length(b); t++) {
        Rows.clear(used.dOutputs, words.row(t, b));
      }
      for (int j = 0; j < weights.width; j++) {
        int row = largest[b * weights.width + j];
        if (row != NOWHERE) {
          used.dOutputs.set(row, j, dy.get(b, j));
        }
      }
    }

    /** A character stands in three windows: at their end, in the middle, and at their start. */
    private void addNeighbours(int b, int t) {
      int row = words.row(t, b);
      Rows.clear(used.de, row);
      for (int k = 0; k < CharacterConfig.WINDOW; k++) {
        int window = neighbour(b, t, k);
        int column = (CharacterConfig.WINDOW - 1 - k) * size;
        for (int j = 0; window != NOWHERE && j < size; j++) {
          float sum = used.de.get(row, j) + used.dWindows.get(window, column + j);
          used.de.set(row, j, sum);
        }
      }
    }
  }
}
