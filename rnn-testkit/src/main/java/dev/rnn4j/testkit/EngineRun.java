package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The engine on a {@link LanguageModelCase}: its model, one training pass and the gradients. */
final class EngineRun {
  private final LanguageModelCase example;
  private final LanguageModelNetwork model;
  private final LanguageModelPass pass;
  private final Parameters gradients;
  private final RecurrentState state;
  private final int[] inputs;
  private final int[] targets;
  private final float scale;

  EngineRun(LanguageModelCase example, Kernels kernels) {
    this(example, trainable(example, kernels));
  }

  /** On a model of the case's shape with parameters of its own. */
  EngineRun(LanguageModelCase example, LanguageModelNetwork model) {
    this.example = example;
    this.model = model;
    gradients = new Parameters(model.parameters().layout());
    pass = new LanguageModelPass(model, example.steps(), example.batch(), gradients);
    state = initialState(example, model);
    inputs = example.inputs();
    targets = example.targets();
    scale = 1f / Arrays.stream(targets).filter(t -> t >= 0).count();
  }

  static LanguageModelNetwork trainable(LanguageModelCase example, Kernels kernels) {
    return LanguageModelNetwork.trainable(example.config(), parameters(example), kernels);
  }

  static LanguageModel inference(LanguageModelCase example, Kernels kernels) {
    return inference(example, kernels, WeightFormat.FLOAT32);
  }

  static LanguageModel inference(LanguageModelCase example, Kernels kernels, WeightFormat weights) {
    LanguageModelConfig config = example.config();
    Vocabulary vocabulary = vocabulary(config.vocabularySize());
    return LanguageModel.of(config, vocabulary, parameters(example).in(weights), kernels);
  }

  static Vocabulary vocabulary(int size) {
    List<String> tokens = new ArrayList<>(List.of(Vocabulary.EOS, Vocabulary.UNK));
    for (int id = tokens.size(); id < size; id++) {
      tokens.add("token" + id);
    }
    return new Vocabulary(Vocabulary.Level.WORD, tokens);
  }

  static Parameters parameters(LanguageModelCase example) {
    Parameters parameters = new Parameters(example.config().layout());
    example.parameters().forEach((name, values) -> copy(values, parameters.matrix(name)));
    return parameters;
  }

  static RecurrentState initialState(LanguageModelCase example, LanguageModelNetwork model) {
    RecurrentState state = model.newState(example.batch());
    ReferenceState initial = example.initialState();
    for (int l = 0; l < state.layers(); l++) {
      copy(initial.hidden().get(l), state.hidden(l));
      if (state.cell(l).cols() > 0) {
        copy(initial.cell().get(l), state.cell(l));
      }
    }
    return state;
  }

  private static void copy(double[] from, Matrix to) {
    if (from.length != to.rows() * to.cols()) {
      throw new IllegalStateException(from.length + " values for a " + to);
    }
    for (int i = 0; i < from.length; i++) {
      to.set(i / to.cols(), i % to.cols(), (float) from[i]);
    }
  }

  /** The same window for the reference, with the masks that the engine makes. */
  ReferenceWindow window() {
    long key = example.dropoutKey();
    return example.window(site -> RandomSource.derive(key, site));
  }

  /** Logits; the state that the window begins with is set by {@link #begin}. */
  void forward(Worker w) {
    pass.forwardTraining(w, inputs, example.dropoutKey());
  }

  /** Gradients of the mean loss. */
  void backward(Worker w) {
    pass.backward(w, inputs, targets, scale, example.dropoutKey());
  }

  void begin() {
    pass.begin(state);
  }

  /** Everything on one thread. */
  EngineRun solo() {
    Worker w = Worker.solo();
    begin();
    forward(w);
    backward(w);
    return this;
  }

  LanguageModelNetwork model() {
    return model;
  }

  LanguageModelPass pass() {
    return pass;
  }

  Parameters gradients() {
    return gradients;
  }

  RecurrentState state() {
    return state;
  }

  int[] inputs() {
    return inputs;
  }

  int[] targets() {
    return targets;
  }

  float scale() {
    return scale;
  }

  /** The gradient of one parameter. */
  float[] gradient(String name) {
    return values(gradients.matrix(name));
  }

  /** The elements of a matrix, row by row. */
  static float[] values(Matrix m) {
    float[] values = new float[m.rows() * m.cols()];
    for (int i = 0; i < values.length; i++) {
      values[i] = m.get(i / m.cols(), i % m.cols());
    }
    return values;
  }

  /** Every gradient there is, one after the other: parameters, initial state. */
  float[] allGradients() {
    List<float[]> parts = new ArrayList<>();
    parts.add(gradients.values());
    for (int l = 0; l < state.layers(); l++) {
      parts.add(values(pass.initialHiddenGradient(l)));
      parts.add(values(pass.initialCellGradient(l)));
    }
    return concatenated(parts);
  }

  static float[] concatenated(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
