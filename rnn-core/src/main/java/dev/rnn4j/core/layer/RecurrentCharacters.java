package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * The last states of a layer that reads the characters of a word in both directions.
 *
 * @param table of the characters
 * @param tableName its name among the parameters
 * @param stack one layer in two directions
 */
record RecurrentCharacters(Embedding table, String tableName, RecurrentStack stack)
    implements CharacterFeatures {
  @Override
  public void repack(Worker w) {
    stack.repack(w);
  }

  @Override
  public void copyTo(Parameters into) {
    table.copyTo(into, tableName);
    stack.copyTo(into);
  }

  @Override
  public Pass newPass(@Nullable Parameters gradients) {
    return new StackedPass(this, gradients);
  }

  private static final class StackedPass implements Pass {
    private final RecurrentCharacters weights;
    private final @Nullable Parameters gradients;
    private int maxRows = 1;
    private int maxWords = 1;
    private EmbeddingInput input;
    private StackPass pass;
    private int[] characters = {};

    StackedPass(RecurrentCharacters weights, @Nullable Parameters gradients) {
      this.weights = weights;
      this.gradients = gradients;
      pass = newPass();
      input = newInput();
    }

    private StackPass newPass() {
      StackPass made = weights.stack.newPass(maxRows, maxWords, gradients);
      if (gradients != null) {
        made.finalGradient(); // from now on it counts
      }
      return made;
    }

    private EmbeddingInput newInput() {
      Matrix d = gradients == null ? null : gradients.matrix(weights.tableName);
      return weights.stack.newInput(weights.table, maxRows, d, false, null);
    }

    @Override
    public void begin(SequenceBatch words, int[] ids) {
      if (words.rows() > maxRows || words.batch() > maxWords) {
        maxRows = Rows.grown(maxRows, words.rows());
        maxWords = Rows.grown(maxWords, words.batch());
        pass = newPass();
        input = newInput();
      }
      pass.begin(words);
      input.shape(words);
      characters = ids;
    }

    @Override
    public void forward(Worker w, Matrix y) {
      input.read(w, characters);
      pass.forward(w, input);
      for (int d = 0; d < 2; d++) {
        pass.layer(d).finalHidden(w, y, d * y.cols() / 2);
      }
      w.barrier();
    }

    @Override
    public void backward(Worker w, Matrix dy) {
      pass.clearOutputGradient(w);
      RecurrentState last = pass.finalGradient();
      int width = dy.cols() / 2;
      for (int d = 0; d < 2; d++) {
        Matrix dh = last.hidden(d);
        for (int b = w.from(dh.rows(), 1); b < w.to(dh.rows(), 1); b++) {
          System.arraycopy(dy.data(), dy.index(b, d * width), dh.data(), dh.index(b, 0), width);
        }
      }
      w.barrier();
      pass.backward(w, input, 0L);
    }
  }
}
