package dev.rnn4j.train.model;

import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parameters of a model that was trained before, to begin another training with: those of the same
 * name and shape as they are, and where a vocabulary or labels stand behind the rows, row by row.
 */
public final class EarlierParameters {
  private EarlierParameters() {}

  /**
   * For every name, such as a token or a label, its number in an earlier model.
   *
   * @param names in the order of their numbers
   * @param earlier those of the earlier model, in that order
   * @return a number, or -1 of a name that the earlier model does not know
   */
  public static int[] ids(List<String> names, List<String> earlier) {
    Map<String, Integer> numbers = new HashMap<>();
    earlier.forEach(name -> numbers.put(name, numbers.size()));
    return names.stream().mapToInt(name -> numbers.getOrDefault(name, -1)).toArray();
  }

  /**
   * The tokens of a model, and then those that another vocabulary adds.
   *
   * @param earlier the model's
   * @param added of the same level
   * @return a vocabulary in which those of the model keep their ids
   */
  public static Vocabulary joined(Vocabulary earlier, Vocabulary added) {
    return new Vocabulary(earlier.level(), joined(earlier.tokens(), added.tokens()));
  }

  /**
   * The labels of a model, and then those that others add.
   *
   * @param earlier the model's
   * @param added others
   * @return labels among which those of the model keep their indices
   */
  public static Labels joined(Labels earlier, Labels added) {
    return new Labels(joined(earlier.names(), added.names()));
  }

  private static List<String> joined(List<String> earlier, List<String> added) {
    Set<String> names = new LinkedHashSet<>(earlier);
    names.addAll(added);
    return new ArrayList<>(names);
  }

  /**
   * Copies all there is.
   *
   * @param from the earlier parameters, in any format
   * @param into overwritten but for rows that are new
   * @param rows for parameters whose rows, or of a vector whose values, are of names, which is to
   *     be which earlier one; -1 of one that is new. Of a matrix of pairs of names, as wide as it
   *     has rows, the columns of the earlier ones come first, as {@link #joined} has them
   * @throws IllegalArgumentException if a parameter is missing or of another shape
   */
  public static void copy(Parameters from, Parameters into, Map<String, int[]> rows) {
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
    boolean pairs = !vector && target.cols() == ids.length && source.cols() == source.rows();
    Matrix known = pairs ? target.columnRange(0, source.cols()) : target;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0) {
        continue;
      }
      if (vector) {
        target.set(0, i, source.get(0, ids[i]));
      } else {
        known.rowRange(i, i + 1).set(source.rowRange(ids[i], ids[i] + 1));
      }
    }
  }
}
