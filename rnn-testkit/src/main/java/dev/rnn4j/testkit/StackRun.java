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
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An engine's stack with the numbers of a {@link StackCase}, on any kernels. */
final class StackRun {
  private final StackCase example;
  private final BatchValues values;
  private final Parameters gradients;
  private final RecurrentStack stack;
  private final StackPass pass;
  private final DenseInput input;

  StackRun(StackCase example, Kernels kernels) {
    this(example, example.inputs(), kernels, 0);
  }

  /** With other inputs, and in buffers for some sequences and rows more than needed. */
  StackRun(StackCase example, BatchValues values, Kernels kernels, int more) {
    this.example = example;
    this.values = values;
    ParameterLayout.Builder layout = ParameterLayout.builder();
    example.config().declare(layout, StackCase.PREFIX);
    Parameters parameters = new Parameters(layout.build());
    example.parameters().forEach((name, from) -> copy(from, parameters.matrix(name)));
    gradients = new Parameters(parameters.layout());
    Arrays.fill(gradients.values(), Float.NaN);
    stack = new RecurrentStack(example.config(), parameters, StackCase.PREFIX, kernels, true);
    SequenceBatch batch = values.batch();
    pass = stack.newPass(batch.rows() + more, batch.batch() + more, gradients);
    Samples samples = new Samples(example.seed());
    Matrix x = samples.blank(batch.rows(), example.config().inputSize());
    copy(values.elements(), x);
    input = new DenseInput(x, samples.blank(batch.rows(), example.config().inputSize()));
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
    if (example.beginsAtStart()) {
      pass.begin(values.batch());
      return;
    }
    RecurrentState state = stack.newState(values.batch().batch());
    copy(values, state);
    pass.begin(values.batch(), state);
  }

  private static void copy(BatchValues from, RecurrentState to) {
    for (int i = 0; i < to.layers(); i++) {
      copy(from.hidden().get(i), to.hidden(i));
      copy(from.cell().get(i), to.cell(i));
    }
  }

  void forward(Worker w) {
    pass.forwardTraining(w, input, example.dropoutKey());
  }

  /** Forward as a model in use. */
  void use(Worker w) {
    pass.forward(w, input);
  }

  void backward(Worker w) {
    pass.backward(w, input, 1f, example.dropoutKey());
  }

  /** Sets the gradient of a weighted sum of all outputs and final states. */
  void weigh(BatchValues weights) {
    copy(weights.elements(), pass.outputGradient());
    copy(weights, pass.finalGradient());
  }

  /** Forward and backward pass of that sum, on one thread. */
  StackRun solo(BatchValues weights) {
    begin();
    forward(Worker.solo());
    weigh(weights);
    backward(Worker.solo());
    return this;
  }

  /** What came out. */
  BatchValues outputs() {
    RecurrentState last = stack.newState(values.batch().batch());
    pass.end(last);
    List<double[]> hidden = new ArrayList<>();
    List<double[]> cell = new ArrayList<>();
    for (int i = 0; i < last.layers(); i++) {
      hidden.add(values(last.hidden(i)));
      cell.add(values(last.cell(i)));
    }
    return new BatchValues(values.batch(), values(pass.output()), hidden, cell);
  }

  /** The gradients of what went in. */
  BatchValues inputGradients() {
    List<double[]> hidden = new ArrayList<>();
    List<double[]> cell = new ArrayList<>();
    for (int i = 0; i < example.layers().size(); i++) {
      hidden.add(values(pass.layer(i).initialHiddenGradient()));
      cell.add(values(pass.layer(i).initialStateGradient()));
    }
    Matrix dx = Objects.requireNonNull(input.gradient());
    return new BatchValues(values.batch(), values(dx), hidden, cell);
  }

  /** The gradients of the parameters, as they stand in memory. */
  float[] parameterGradients() {
    return gradients.values();
  }

  /** The elements of a matrix, row by row. */
  static double[] values(Matrix m) {
    double[] values = new double[m.rows() * m.cols()];
    Arrays.setAll(values, i -> m.get(i / m.cols(), i % m.cols()));
    return values;
  }

  /** Leaves NaN in all buffers, of a batch that is larger in every respect. */
  void spoil() {
    List<Integer> longer = new ArrayList<>();
    example.lengths().forEach(length -> longer.add(length + 1));
    longer.add(1);
    SequenceBatch large = SequenceBatch.of(longer.stream().mapToInt(Integer::intValue).toArray());
    RecurrentState state = stack.newState(large.batch());
    fill(state);
    pass.begin(large, state);
    Matrix x = Matrix.zeros(large.rows(), example.config().inputSize());
    fill(x);
    DenseInput nothing = new DenseInput(x, Matrix.zeros(x.rows(), x.cols()));
    pass.forwardTraining(Worker.solo(), nothing, example.dropoutKey());
    fill(pass.outputGradient());
    fill(pass.finalGradient());
    pass.backward(Worker.solo(), nothing, example.dropoutKey());
  }

  private static void fill(RecurrentState state) {
    for (int i = 0; i < state.layers(); i++) {
      fill(state.hidden(i));
      fill(state.cell(i));
    }
  }

  private static void fill(Matrix m) {
    double[] nothing = new double[m.rows() * m.cols()];
    Arrays.fill(nothing, Double.NaN);
    copy(nothing, m);
  }

  StackPass pass() {
    return pass;
  }

  RecurrentStack stack() {
    return stack;
  }

  /** The gradients of {@link StackReference#variables}. */
  Map<String, double[]> allGradients() {
    Map<String, double[]> all = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : gradients.layout().entries()) {
      all.put(entry.name(), values(gradients.matrix(entry.name())));
    }
    BatchValues d = inputGradients();
    all.put("x", d.elements());
    for (int i = 0; !example.beginsAtStart() && i < d.hidden().size(); i++) {
      all.put("h(0) of layer " + i, d.hidden().get(i));
      all.put("c(0) of layer " + i, d.cell().get(i));
    }
    return all;
  }
}
