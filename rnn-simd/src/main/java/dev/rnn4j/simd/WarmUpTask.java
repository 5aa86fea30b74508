package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/** A piece of what a model in use computes, on little data of its own, for {@link WarmUp}. */
final class WarmUpTask implements WarmUp.Task {
  /** Compiled code is as fast as plain code or faster, interpreted vector code 100 times slower. */
  private static final int MUCH_SLOWER = 2;

  private static final int REPETITIONS = 5;

  /** Rows of products, to go through tiles of every height. */
  private static final int[] ROWS = {1, 2, 3, 4, 6};

  private static final int DEPTH = 64;

  /** Enough columns for the widest tiles, and a panel that is not whole. */
  private static final int COLUMNS = 9 * Blocking.NR + 1;

  private final Operation operation;
  private final Worker worker = Worker.solo();
  private final Kernels vectors = new SimdKernels(WarmUp.none());
  private final Kernels plain = new SimdKernels(WarmUp.endless());

  private WarmUpTask(Operation operation) {
    this.operation = operation;
  }

  /** What is run, on either kernels. */
  private interface Operation {
    void run(Worker w, Kernels kernels);
  }

  @Override
  public boolean isFast() {
    return best(vectors) <= MUCH_SLOWER * best(plain);
  }

  private long best(Kernels kernels) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < REPETITIONS; i++) {
      long start = System.nanoTime();
      operation.run(worker, kernels);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  static List<WarmUpTask> all() {
    List<WarmUpTask> tasks = new ArrayList<>();
    Matrix weights = Matrix.zeros(COLUMNS, DEPTH);
    PackedWeights floats = Panels.pack(weights, true);
    for (int rows : ROWS) {
      tasks.add(new WarmUpTask(product(rows, floats)));
    }
    PackedWeights pairs = Bf16Panels.pack(weights, true);
    tasks.add(new WarmUpTask(product(1, pairs)));
    tasks.add(new WarmUpTask(product(9, pairs))); // expands them; the tiles are those above
    tasks.add(new WarmUpTask(lstm()));
    tasks.add(new WarmUpTask(gru()));
    for (Activation f : Activation.values()) {
      Matrix h = Matrix.zeros(1, COLUMNS);
      tasks.add(new WarmUpTask((w, kernels) -> kernels.activate(w, f, h, h)));
    }
    tasks.add(new WarmUpTask(output()));
    return tasks;
  }

  private static Operation product(int rows, PackedWeights packed) {
    Matrix a = Matrix.zeros(rows, DEPTH);
    Matrix c = Matrix.zeros(rows, COLUMNS);
    return (w, kernels) -> kernels.multiply(w, a, packed, c, true);
  }

  private static Operation lstm() {
    int units = 8 * Blocking.LANES + 1;
    Matrix gates = Matrix.zeros(1, 4 * units);
    Matrix c = Matrix.zeros(1, units);
    Matrix tanhC = Matrix.zeros(1, units);
    Matrix h = Matrix.zeros(1, units);
    return (w, kernels) -> kernels.lstmForward(w, gates, c, c, tanhC, h);
  }

  private static Operation gru() {
    int units = 8 * Blocking.LANES + 1;
    Matrix gates = Matrix.zeros(1, 3 * units);
    Matrix recurrent = Matrix.zeros(1, 3 * units);
    Matrix h = Matrix.zeros(1, units);
    return (w, kernels) -> kernels.gruForward(w, gates, recurrent, h, h);
  }

  private static Operation output() {
    Matrix logits = Matrix.zeros(1, COLUMNS);
    Matrix probabilities = Matrix.zeros(1, COLUMNS);
    int[] targets = {0};
    double[] losses = new double[1];
    return (w, kernels) -> {
      kernels.softmax(w, logits, probabilities);
      kernels.crossEntropy(w, logits, targets, losses);
    };
  }
}
