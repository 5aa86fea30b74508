package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.peers.PeerData.LayerWeights;
import dev.rnn4j.bench.peers.PeerData.ModelWeights;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The weights of {@link PeerData} as this engine has them. */
final class Rnn4jModels {
  private Rnn4jModels() {}

  static Matrix matrix(float[] values, int rows, int cols) {
    return new Matrix(values, 0, rows, cols, cols);
  }

  /** A model to read, and its file. */
  static LanguageModelFile file(PeerCase.Stream c) {
    LanguageModelConfig config = config(c.v(), c.layers(), c.h());
    Parameters parameters = parameters(config, PeerData.weights(c));
    return new LanguageModelFile(config, vocabulary(c.v()), parameters, Map.of());
  }

  static LanguageModelConfig config(int v, int layers, int h) {
    List<Integer> hidden = Collections.nCopies(layers, h);
    return new LanguageModelConfig(new LstmCell(), v, h, hidden, 0f, false);
  }

  static Parameters parameters(LanguageModelConfig config, ModelWeights weights) {
    Parameters parameters = new Parameters(config.layout());
    copy(weights.encoder(), parameters, "encoder.weight");
    for (int l = 0; l < weights.layers().size(); l++) {
      LayerWeights layer = weights.layers().get(l);
      copy(layer.ih(), parameters, "rnn.weight_ih_l" + l);
      copy(layer.hh(), parameters, "rnn.weight_hh_l" + l);
      copy(layer.biasIh(), parameters, "rnn.bias_ih_l" + l);
      copy(layer.biasHh(), parameters, "rnn.bias_hh_l" + l);
    }
    copy(weights.decoder(), parameters, "decoder.weight");
    copy(weights.decoderBias(), parameters, "decoder.bias");
    return parameters;
  }

  static void copy(float[] from, Parameters to, String name) {
    Matrix m = to.matrix(name);
    System.arraycopy(from, 0, m.data(), m.index(0, 0), from.length);
  }

  /** Tokens without meaning. */
  static Vocabulary vocabulary(int size) {
    List<String> tokens = new ArrayList<>(List.of(Vocabulary.EOS, Vocabulary.UNK));
    while (tokens.size() < size) {
      tokens.add("w" + tokens.size());
    }
    return new Vocabulary(Vocabulary.Level.WORD, tokens);
  }
}
