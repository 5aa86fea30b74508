package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An engine's stack with the numbers of a {@link StackCase}, on any kernels. */
final class StackRun {
  private final StackCase example;
  private final Parameters gradients;
  private final RecurrentStack stack;
  private final StackPass pass;
  private final DenseInput input;

  StackRun(StackCase example, Kernels kernels) {
    this(example, kernels, 0);
  }

  /** In buffers for some sequences and rows more than needed. */
  StackRun(StackCase example, Kernels kernels, int more) {
    this.example = example;
    ParameterLayout.Builder layout = ParameterLayout.builder();
    example.config().declare(layout, StackCase.PREFIX);
    Parameters parameters = new Parameters(layout.build());
    example.parameters().forEach((name, values) -> copy(values, parameters.matrix(name)));
    gradients = new Parameters(parameters.layout());
    Arrays.fill(gradients.values(), Float.NaN);
    stack = new RecurrentStack(example.config(), parameters, StackCase.PREFIX, kernels, true);
    int rows = example.batch().rows();
    pass = stack.newPass(rows + more, example.lengths().size() + more, gradients);
    Samples samples = new Samples(example.seed());
    Matrix x = samples.blank(rows, example.config().inputSize());
    copy(example.inputs(), x);
    input = new DenseInput(x, samples.blank(rows, example.config().inputSize()));
  }

  static void copy(double[] from, Matrix to) {
    if (from.length != to.rows() * to.cols()) {
      throw new IllegalStateException(from.length + " values for a " + to);
    }
    for (int i = 0; i < from.length; i++) {
      to.set(i / to.cols(), i % to.cols(), (float) from[i]);
    }
  }

  void begin() {
    RecurrentState state = stack.newState(example.lengths().size());
    for (int i = 0; i < state.layers(); i++) {
      copy(example.hidden().get(i), state.hidden(i));
      copyIfAny(example.cell().get(i), state.cell(i));
    }
    pass.begin(example.batch(), state);
  }

  private static void copyIfAny(double[] from, Matrix to) {
    if (to.cols() > 0) {
      copy(from, to);
    }
  }

  void forward(Worker w) {
    pass.forwardTraining(w, input, example.dropoutKey());
  }

  void backward(Worker w) {
    pass.backward(w, input, example.dropoutKey());
  }

  /** The gradient of a weighted sum of all outputs and final states. */
  void weigh(double[] outputs, List<double[]> hidden, List<double[]> cell) {
    copyIfAny(outputs, pass.outputGradient());
    RecurrentState last = pass.finalGradient();
    for (int i = 0; i < last.layers(); i++) {
      copy(hidden.get(i), last.hidden(i));
      copyIfAny(cell.get(i), last.cell(i));
    }
  }

  StackPass pass() {
    return pass;
  }

  RecurrentStack stack() {
    return stack;
  }

  RecurrentState end() {
    RecurrentState state = stack.newState(example.lengths().size());
    pass.end(state);
    return state;
  }

  /** The gradients of {@link StackReference#variables}. */
  Map<String, float[]> gradients() {
    Map<String, float[]> all = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : gradients.layout().entries()) {
      all.put(entry.name(), EngineRun.values(gradients.matrix(entry.name())));
    }
    Matrix dx = input.gradient();
    if (dx != null) {
      all.put("x", EngineRun.values(dx));
    }
    for (int i = 0; i < example.layers().size(); i++) {
      all.put("h(0) of layer " + i, EngineRun.values(pass.layer(i).initialHiddenGradient()));
      all.put("c(0) of layer " + i, EngineRun.values(pass.layer(i).initialStateGradient()));
    }
    return all;
  }
}
