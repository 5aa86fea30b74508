package dev.rnn4j.core.model;

import java.util.List;
import java.util.function.Function;

/** A method of a model as an encoder. */
final class SentenceVectors {
  private SentenceVectors() {}

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
}
