package dev.rnn4j.core.model;

import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** What makes vectors of texts from parts of models. */
final class SentenceVectors {
  private SentenceVectors() {}

  /** A method of a model as an encoder. */
  static SentenceEncoder of(int width, Function<List<String>, List<float[]>> method) {
    return new SentenceEncoder() {
      @Override
      public int width() {
        return width;
      }

      @Override
      public List<float[]> encode(List<String> texts) {
        return method.apply(texts);
      }
    };
  }

  /** Of each sequence of a batch, in the order given, the mean of a stack's outputs. */
  static List<float[]> means(Worker w, StackPass stack, SequenceOrder order) {
    Matrix means = Matrix.zeros(order.batch().batch(), stack.output().cols());
    new MeanOverTime().newPass(stack).forward(w, means);
    return Arrays.stream(order.places()).mapToObj(place -> row(means, place)).toList();
  }

  private static float[] row(Matrix from, int row) {
    int start = from.index(row, 0);
    return Arrays.copyOfRange(from.data(), start, start + from.cols());
  }
}
