package dev.rnn4j.train.model;

import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Vocabulary;
import java.util.Map;

/**
 * Parameters of a model that was trained before, to begin another training with: those of the same
 * name and shape as they are, and where a vocabulary stands behind the rows, row by row.
 */
final class EarlierParameters {
  private EarlierParameters() {}

  /**
   * For every token of a vocabulary, its id in another one.
   *
   * @param tokens the vocabulary
   * @param earlier the other one
   * @return an id, or -1 of a token that the other one does not contain
   */
  static int[] ids(Vocabulary tokens, Vocabulary earlier) {
    int[] ids = new int[tokens.size()];
    for (int id = 0; id < ids.length; id++) {
      String token = tokens.token(id);
      ids[id] = earlier.contains(token) ? earlier.id(token) : -1;
    }
    return ids;
  }

  /**
   * Copies all there is.
   *
   * @param from the earlier parameters, in any format
   * @param into overwritten but for rows that are new
   * @param rows for parameters whose rows are of a vocabulary, which row is to be which earlier
   *     one; -1 of one that is new
   * @throws IllegalArgumentException if a parameter is missing or of another shape
   */
  static void copy(Parameters from, Parameters into, Map<String, int[]> rows) {
    Parameters earlier = from.in(WeightFormat.FLOAT32);
    for (ParameterLayout.Entry entry : into.layout().entries()) {
      Matrix source = earlier.matrix(entry.name());
      Matrix target = into.matrix(entry.name());
      int[] ids = rows.get(entry.name());
      if (ids == null) {
        target.set(source);
      } else {
        copy(source, target, ids, entry.vector());
      }
    }
  }

  private static void copy(Matrix source, Matrix target, int[] ids, boolean vector) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0) {
        continue;
      }
      if (vector) {
        target.set(0, i, source.get(0, ids[i]));
      } else {
        target.rowRange(i, i + 1).set(source.rowRange(ids[i], ids[i] + 1));
      }
    }
  }
}
