package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether an operation takes its arguments as they should be, and refuses them with any one of them
 * a row or a column too small or too large.
 */
final class Refusals {
  private static final Samples SAMPLES = new Samples(17);

  static final List<Worker> WORKERS =
      List.of(Worker.solo(), Worker.sequential(0, 64), Worker.sequential(63, 64));

  private Refusals() {}

  /** An operation on matrices of which every size follows from those of the others. */
  interface Operation {
    void run(Worker w, List<Matrix> m);
  }

  record Shape(int rows, int cols) {}

  static Shape shape(int rows, int cols) {
    return new Shape(rows, cols);
  }

  /** Accepts matrices of these shapes, and no others. */
  static void accepts(String what, Operation operation, Shape... shapes) {
    for (Worker w : WORKERS) {
      operation.run(w, matrices(shapes));
      for (int i = 0; i < shapes.length; i++) {
        Shape s = shapes[i];
        List<Shape> others =
            List.of(
                shape(s.rows + 1, s.cols),
                shape(s.rows - 1, s.cols),
                shape(s.rows, s.cols + 1),
                shape(s.rows, s.cols - 1));
        for (Shape other : others) {
          Shape[] wrong = shapes.clone();
          wrong[i] = other;
          List<Matrix> m = matrices(wrong);
          refuses(what + ", argument " + i + " of " + other, m, () -> operation.run(w, m));
        }
      }
    }
  }

  private static List<Matrix> matrices(Shape... shapes) {
    List<Matrix> matrices = new ArrayList<>();
    for (Shape s : shapes) {
      matrices.add(SAMPLES.matrix(s.rows, s.cols));
    }
    return matrices;
  }

  /** Refuses before anything is written. */
  static void refuses(String what, List<Matrix> m, Runnable operation) {
    List<float[]> before = m.stream().map(x -> x.data().clone()).toList();
    assertThrows(IllegalArgumentException.class, operation::run, what);
    for (int i = 0; i < before.size(); i++) {
      Bits.assertEqual(what + ": written before it was refused", before.get(i), m.get(i).data());
    }
  }
}
