package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;

/**
 * Runs one operation of the kernels again and again, shared out among different numbers of workers,
 * and fails unless all give the same bits and write nothing outside of their matrices.
 */
final class SharedWork {
  private static final int[] COUNTS = {2, 3, 8};

  private SharedWork() {}

  /** One operation, as one worker of a run executes it. */
  interface Operation {
    /**
     * Computes a worker's share.
     *
     * @param worker whose
     * @param m what the operation writes, in the order it was given
     * @param sums what it writes in double precision
     */
    void run(Worker worker, List<Matrix> m, double[] sums);
  }

  /** What an operation left behind. */
  static final class Outcome {
    private final List<Matrix> matrices;
    private final double[] sums;

    private Outcome(List<Matrix> matrices, double[] sums) {
      this.matrices = matrices;
      this.sums = sums;
    }

    Matrix matrix(int i) {
      return matrices.get(i);
    }

    double[] sums() {
      return sums;
    }
  }

  /** The outcome for matrices that the operation writes; they themselves are not touched. */
  static Outcome run(String what, List<Matrix> written, Operation operation) {
    return run(what, written, 0, operation);
  }

  /** The same for an operation that also writes doubles. */
  static Outcome run(String what, List<Matrix> written, int sums, Operation operation) {
    Outcome alone = fresh(written, sums);
    operation.run(Worker.solo(), alone.matrices, alone.sums);
    for (int i = 0; i < written.size(); i++) {
      assertNothingElseChanged(what, written.get(i), alone.matrix(i));
    }
    for (int count : COUNTS) {
      Outcome shared = fresh(written, sums);
      for (int i = count - 1; i >= 0; i--) {
        operation.run(Worker.sequential(i, count), shared.matrices, shared.sums);
      }
      assertSame(what + " by " + count + " workers", alone, shared);
    }
    return alone;
  }

  private static Outcome fresh(List<Matrix> written, int sums) {
    return new Outcome(written.stream().map(Samples::copy).toList(), new double[sums]);
  }

  private static void assertSame(String what, Outcome expected, Outcome actual) {
    Bits.assertEqual(what, expected.sums, actual.sums);
    for (int i = 0; i < expected.matrices.size(); i++) {
      Bits.assertEqual(what, expected.matrix(i).data(), actual.matrix(i).data());
    }
  }

  /** Floats that belong to no element keep their bits. */
  private static void assertNothingElseChanged(String what, Matrix before, Matrix after) {
    Matrix expected = Samples.copy(before);
    Samples.copyElements(after, expected);
    Bits.assertEqual(what + ", array", expected.data(), after.data());
  }
}
