package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentWeights;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The gradients of a model's parameters, in their layout, as the layers write them. */
public final class Gradients {
  private final Parameters values;
  private final Matrix embedding;
  private final Matrix decoderWeight;
  private final Matrix decoderBias;
  private final boolean tied;
  private final List<RecurrentWeights> layers = new ArrayList<>();

  /**
   * Zeros.
   *
   * @param model whose gradients
   */
  public Gradients(LanguageModel model) {
    values = new Parameters(model.parameters().layout());
    embedding = values.matrix("encoder.weight");
    decoderWeight = model.decoderWeight(values);
    decoderBias = values.matrix("decoder.bias");
    tied = model.config().tied();
    for (int l = 0; l < model.config().layers(); l++) {
      layers.add(LanguageModel.recurrentWeights(values, l));
    }
  }

  /**
   * The gradients by name and as a flat array.
   *
   * @return live values in the layout of the parameters
   */
  public Parameters values() {
    return values;
  }

  Matrix embedding() {
    return embedding;
  }

  Matrix decoderWeight() {
    return decoderWeight;
  }

  Matrix decoderBias() {
    return decoderBias;
  }

  RecurrentWeights layer(int l) {
    return layers.get(l);
  }

  /** The embedding's gradient is summed up row by row; if tied, the decoder's comes before it. */
  void clearEmbedding(Worker w) {
    if (!tied) {
      int from = embedding.offset() + w.from(embedding.rows(), 1) * embedding.cols();
      int to = embedding.offset() + w.to(embedding.rows(), 1) * embedding.cols();
      Arrays.fill(embedding.data(), from, to, 0f);
    }
    w.barrier();
  }
}
