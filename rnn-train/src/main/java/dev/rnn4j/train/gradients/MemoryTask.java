package dev.rnn4j.train.gradients;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.MemoryProblem;
import dev.rnn4j.train.task.TrainingTask;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A network learns a {@link MemoryProblem}. Every batch is drawn anew, so nothing is seen twice; an
 * epoch is so many steps, after which the error is measured on sequences that stay the same.
 */
public final class MemoryTask implements TrainingTask {
  private static final int TEST_SEQUENCES = 1000;

  private final MemoryNetwork network;
  private final MemoryProblem problem;
  private final Parameters gradients;
  private final MemoryPass pass;
  private final int batch;
  private final int steps;
  private final long testSeed;

  /**
   * A task.
   *
   * @param network what learns
   * @param batch B, sequences of a step
   * @param steps of an epoch
   * @param testSeed of the sequences by which the error is measured
   * @throws IllegalArgumentException if the batch does not fit Java's arrays
   */
  public MemoryTask(MemoryNetwork network, int batch, int steps, long testSeed) {
    this.network = network;
    this.batch = batch;
    this.steps = steps;
    this.testSeed = testSeed;
    problem = network.problem();
    gradients = new Parameters(network.parameters().layout());
    pass = new MemoryPass(network, problem.steps(), batch, gradients);
  }

  @Override
  public Parameters parameters() {
    return network.parameters();
  }

  @Override
  public Parameters gradients() {
    return gradients;
  }

  @Override
  public Kernels kernels() {
    return network.kernels();
  }

  @Override
  public void repack(Worker w) {
    network.repack(w);
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public int targets(int step) {
    return batch * problem.targets();
  }

  @Override
  public void beginStep(int step, long key) {
    draw(new RandomSource(key));
  }

  private void draw(RandomSource random) {
    for (int b = 0; b < batch; b++) {
      problem.draw(random, b, batch, pass.inputs(), pass.targets());
    }
    pass.begin();
  }

  @Override
  public void compute(Worker w) {
    pass.forward(w);
    pass.backward(w, 1f / (batch * problem.targets()));
  }

  @Override
  public double loss() {
    return pass.totalLoss();
  }

  @Override
  public boolean validates() {
    return true;
  }

  /** The {@link MemoryProblem#error error} on 1,000 sequences or a few more. */
  @Override
  public double validate(Workers workers, BooleanSupplier stop) {
    int batches = Math.ceilDiv(TEST_SEQUENCES, batch);
    double sum = 0;
    for (int i = 0; i < batches && !stop.getAsBoolean(); i++) {
      draw(new RandomSource(RandomSource.derive(testSeed, i)));
      workers.run(w -> {
        pass.forward(w);
        pass.loss(w);
      });
      sum += pass.totalLoss();
    }
    return problem.error(sum / ((double) batches * batch * problem.targets()));
  }

  @Override
  public long fingerprint() {
    return testSeed;
  }

  @Override
  public Map<String, String> description() {
    return Map.of("problem", problem.name(), "length", String.valueOf(problem.length()));
  }
}
