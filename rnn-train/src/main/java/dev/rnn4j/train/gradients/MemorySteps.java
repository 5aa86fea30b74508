package dev.rnn4j.train.gradients;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentPass;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.data.MemoryProblem;

/** A network that reads sequences of its problem, side by side. */
public final class MemorySteps implements SteppedModel {
  private final MemoryNetwork network;
  private final int batch;
  private final MemoryPass pass;
  private final Matrix inputs;
  private final Matrix targets;

  /**
   * Sequences drawn at random.
   *
   * @param network what reads them
   * @param batch B
   * @param random where they come from
   */
  public MemorySteps(MemoryNetwork network, int batch, RandomSource random) {
    this.network = network;
    this.batch = batch;
    pass = new MemoryPass(network, 1, batch, new Parameters(network.parameters().layout()));
    MemoryProblem problem = network.problem();
    inputs = Matrix.zeros(problem.steps() * batch, problem.inputSize());
    targets = Matrix.zeros(problem.steps() * batch, 1);
    for (int b = 0; b < batch; b++) {
      problem.draw(random, b, batch, inputs, targets);
    }
  }

  @Override
  public StackConfig config() {
    return network.config();
  }

  @Override
  public int steps() {
    return network.problem().steps();
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public RecurrentState newState() {
    return network.newState(batch);
  }

  @Override
  public void begin(int t, RecurrentState state) {
    pass.inputs().set(inputs.rowRange(t * batch, (t + 1) * batch));
    pass.targets().set(targets.rowRange(t * batch, (t + 1) * batch));
    pass.begin(state);
  }

  @Override
  public void forward(Worker w) {
    pass.forward(w);
  }

  @Override
  public void end(RecurrentState state) {
    pass.stack().end(state);
  }

  @Override
  public RecurrentState finalGradient() {
    return pass.stack().finalGradient();
  }

  /** A loss that does not count has the factor 0. */
  @Override
  public void backward(Worker w, boolean counts) {
    pass.backward(w, counts ? 1 : 0);
  }

  @Override
  public RecurrentPass layer(int layer) {
    return pass.stack().layer(layer);
  }

  @Override
  public Matrix recurrentWeight(int layer) {
    return RecurrentWeights.of(network.parameters(), layer);
  }
}
