package dev.rnn4j.train.gradients;

import dev.rnn4j.core.head.HeadPass;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.function.Consumer;

/** A head of either kind together with its targets. */
final class MemoryOutput<T> {
  private static final int NO_CLASS = -1;

  private final HeadPass<T> pass;
  private final T targets;
  private final Consumer<Matrix> setter;

  private MemoryOutput(HeadPass<T> pass, T targets, Consumer<Matrix> setter) {
    this.pass = pass;
    this.targets = targets;
    this.setter = setter;
  }

  static MemoryOutput<Matrix> ofNumbers(HeadPass<Matrix> pass, int rows) {
    Matrix targets = Matrix.zeros(rows, 1);
    return new MemoryOutput<>(pass, targets, targets::set);
  }

  static MemoryOutput<int[]> ofClasses(HeadPass<int[]> pass, int rows) {
    int[] targets = new int[rows];
    return new MemoryOutput<>(
        pass,
        targets,
        given -> {
          for (int r = 0; r < rows; r++) {
            float target = given.get(r, 0);
            targets[r] = Float.isNaN(target) ? NO_CLASS : (int) target;
          }
        });
  }

  /** Takes numbers or indices of classes (M, 1), NaN for none; called by one thread. */
  void setTargets(Matrix given) {
    setter.accept(given);
  }

  HeadPass<T> pass() {
    return pass;
  }

  void loss(Worker w) {
    pass.loss(w, targets);
  }

  void backward(Worker w, Matrix x, float scale, Matrix dx) {
    pass.backward(w, x, targets, scale, dx);
  }
}
