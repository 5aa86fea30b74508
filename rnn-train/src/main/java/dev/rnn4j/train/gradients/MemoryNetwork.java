package dev.rnn4j.train.gradients;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.head.RegressionHead;
import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.model.Network;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.MemoryProblem;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A network for a {@link MemoryProblem}, to be trained: recurrent layers over the inputs, and for
 * each step a number or a softmax over classes.
 */
public final class MemoryNetwork implements Network {
  private static final String STACK = "rnn.";
  private static final String HEAD = "output.";

  private final MemoryProblem problem;
  private final StackConfig config;
  private final Kernels kernels;
  private final Parameters parameters;
  private final RecurrentStack stack;
  private final Consumer<Worker> repackHead;
  private final BiFunction<Integer, Parameters, MemoryOutput<?>> newOutput;

  /**
   * A network.
   *
   * @param problem what it is for
   * @param cell of all layers
   * @param hidden H of each layer, from the input up
   * @param how parameters are drawn
   * @param seed of the parameters
   * @param kernels the arithmetic
   * @throws IllegalArgumentException if a size is out of its range
   */
  public MemoryNetwork(
      MemoryProblem problem,
      CellConfig cell,
      List<Integer> hidden,
      Initialization how,
      long seed,
      Kernels kernels) {
    this.problem = problem;
    this.kernels = kernels;
    config = StackConfig.of(problem.inputSize(), cell, hidden, Directions.FORWARD);
    SoftmaxHead.Names names = SoftmaxHead.Names.of(HEAD); // a head of numbers has the same
    ParameterLayout.Builder layout = ParameterLayout.builder();
    config.declare(layout, STACK);
    SoftmaxHead.declare(layout, names, Math.max(1, problem.classes()), config.outputSize());
    parameters = new Parameters(layout.build());
    RandomSource random = new RandomSource(seed);
    config.initialize(parameters, STACK, how, random);
    Initializers.uniform(parameters.matrix(names.weight()), how.range(), random);
    stack = new RecurrentStack(config, parameters, STACK, kernels, true);
    if (problem.classes() == 0) {
      RegressionLoss loss = new RegressionLoss.Squared();
      RegressionHead head = new RegressionHead(HEAD, parameters, kernels, true, loss);
      repackHead = head::repack;
      newOutput = (rows, into) -> MemoryOutput.ofNumbers(head.newPass(rows, into), rows);
    } else {
      SoftmaxHead head = new SoftmaxHead(names, parameters, kernels, true);
      repackHead = head::repack;
      newOutput = (rows, into) -> MemoryOutput.ofClasses(head.newPass(rows, into), rows);
    }
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public boolean isTrainable() {
    return true;
  }

  @Override
  public void repack(Worker w) {
    stack.repack(w);
    repackHead.accept(w);
    w.barrier();
  }

  /** {@return the recurrent layers} */
  public StackConfig config() {
    return config;
  }

  /** {@return what it is for} */
  public MemoryProblem problem() {
    return problem;
  }

  RecurrentState newState(int batch) {
    return stack.newState(batch);
  }

  StackPass newStackPass(int rows, int batch, Parameters gradients) {
    return stack.newPass(rows, batch, gradients);
  }

  MemoryOutput<?> newOutput(int rows, Parameters gradients) {
    return newOutput.apply(rows, gradients);
  }
}
