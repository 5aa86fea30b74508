package dev.rnn4j.train.gradients;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;

/** Forward and backward pass of a {@link MemoryNetwork} over B sequences of T steps. */
final class MemoryPass {
  private final SequenceBatch shape;
  private final Matrix inputs;
  private final Matrix targets;
  private final DenseInput input;
  private final StackPass stack;
  private final MemoryOutput<?> output;

  MemoryPass(MemoryNetwork network, int steps, int batch, Parameters gradients) {
    shape = SequenceBatch.full(steps, batch);
    int rows = shape.rows();
    inputs = Matrix.zeros(rows, network.config().inputSize());
    targets = Matrix.zeros(rows, 1);
    input = new DenseInput(inputs);
    stack = network.newStackPass(rows, batch, gradients);
    output = network.newOutput(rows, gradients);
    output.pass().shape(shape);
  }

  /** What is read (T · B, I), to be filled before {@link #begin}. */
  Matrix inputs() {
    return inputs;
  }

  /** Numbers or indices of classes (T · B, 1), NaN for none, to be filled before {@link #begin}. */
  Matrix targets() {
    return targets;
  }

  /** Takes the targets; called by one thread. */
  void begin() {
    output.setTargets(targets);
    stack.begin(shape);
  }

  /** Takes the targets and a state; called by one thread. */
  void begin(RecurrentState state) {
    output.setTargets(targets);
    stack.begin(shape, state);
  }

  void forward(Worker w) {
    stack.forward(w, input);
    output.pass().forward(w, stack.output());
  }

  void loss(Worker w) {
    output.loss(w);
  }

  void backward(Worker w, float scale) {
    output.backward(w, stack.output(), scale, stack.outputGradient());
    stack.backward(w, input, 0);
  }

  double totalLoss() {
    return output.pass().totalLoss();
  }

  StackPass stack() {
    return stack;
  }
}
