package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@link KernelsContract} for products of two activations: to the bit those with the right-hand
 * side packed, which {@link KernelProductsContract} examines, whatever the shape.
 */
public abstract class KernelActivationProductsContract extends KernelsContract {
  private static final boolean[] BOTH = {false, true};

  private final Samples samples = new Samples(23);

  @Test
  void productsOfAllSmallShapesAreThoseWithPackedWeights() {
    for (int m = 0; m <= 14; m++) {
      for (int n : edgeSizes()) {
        for (int k : new int[] {0, 1, 2, 7}) {
          check(m, n, k);
        }
      }
    }
  }

  @Test
  void productsAreTheSameWhereSumsAreCutIntoBlocks() {
    for (int k : ProductBlocks.sizes(blocks().depths())) {
      check(1, 8 * lanes() + 1, k);
      check(2, 4 * lanes(), k);
      check(7, 2 * lanes() + 1, k);
    }
  }

  @Test
  void productsAreTheSameWhereRowsAndColumnsAreCutIntoBlocks() {
    for (int m : ProductBlocks.sizes(blocks().rows())) {
      check(m, 2 * lanes() + 3, 3);
    }
    for (int n : ProductBlocks.sizes(blocks().columns())) {
      check(1, n, 3);
      check(9, n, 17);
    }
    check(67, 131, 301);
  }

  @Test
  void manyProductsAreThoseOfEach() {
    for (int number : new int[] {0, 1, 2, 3, 9}) {
      for (boolean accumulate : BOTH) {
        checkEach(number, accumulate);
        checkTransposedEach(number, accumulate);
      }
    }
  }

  private void check(int m, int n, int k) {
    for (boolean accumulate : BOTH) {
      Matrix a = samples.matrix(m, k);
      Matrix b = samples.matrix(k, n);
      Matrix bTransposed = transposed(b);
      Matrix c = accumulate ? samples.matrix(m, n) : samples.blank(m, n);
      Matrix expected = Samples.copy(c);
      PackedWeights packed = kernels().pack(b, false);
      kernels().multiply(Worker.solo(), a, packed, expected, accumulate);
      for (boolean transposed : BOTH) {
        Matrix right = transposed ? bTransposed : b;
        String what = m + "x" + n + "x" + k + (transposed ? ", transposed" : "");
        Matrix actual =
            SharedWork.run(
                    what,
                    List.of(c),
                    (w, into, _) ->
                        kernels().multiply(w, a, right, transposed, into.get(0), accumulate))
                .matrix(0);
        Bits.assertEqual(what, Samples.elements(expected), Samples.elements(actual));
      }
    }
  }

  /** Products of different shapes. */
  private void checkEach(int number, boolean accumulate) {
    for (boolean transposed : BOTH) {
      List<Matrix> a = new ArrayList<>();
      List<Matrix> b = new ArrayList<>();
      List<Matrix> c = new ArrayList<>();
      List<Matrix> expected = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        int k = 3 + 5 * i;
        int n = lanes() * i + 1;
        a.add(samples.matrix(1 + i, k));
        b.add(transposed ? samples.matrix(n, k) : samples.matrix(k, n));
        c.add(accumulate ? samples.matrix(1 + i, n) : samples.blank(1 + i, n));
        expected.add(Samples.copy(c.get(i)));
        kernels()
            .multiply(Worker.solo(), a.get(i), b.get(i), transposed, expected.get(i), accumulate);
      }
      String what = number + " products" + (transposed ? ", transposed" : "");
      SharedWork.Outcome actual =
          SharedWork.run(
              what,
              c,
              (w, into, _) -> kernels().multiplyEach(w, a, b, transposed, into, accumulate));
      assertSame(what, expected, actual);
    }
  }

  private void checkTransposedEach(int number, boolean accumulate) {
    List<Matrix> a = new ArrayList<>();
    List<Matrix> b = new ArrayList<>();
    List<Matrix> c = new ArrayList<>();
    List<Matrix> expected = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      int n = lanes() * i + 1;
      a.add(samples.matrix(2 + i, 1 + 3 * i));
      b.add(samples.matrix(2 + i, n));
      c.add(accumulate ? samples.matrix(1 + 3 * i, n) : samples.blank(1 + 3 * i, n));
      expected.add(Samples.copy(c.get(i)));
      kernels().multiplyTransposed(Worker.solo(), a.get(i), b.get(i), expected.get(i), accumulate);
    }
    String what = number + " transposed products";
    SharedWork.Outcome actual =
        SharedWork.run(
            what, c, (w, into, _) -> kernels().multiplyTransposedEach(w, a, b, into, accumulate));
    assertSame(what, expected, actual);
  }

  private static void assertSame(String what, List<Matrix> expected, SharedWork.Outcome actual) {
    for (int i = 0; i < expected.size(); i++) {
      Bits.assertEqual(
          what + ", number " + i,
          Samples.elements(expected.get(i)),
          Samples.elements(actual.matrix(i)));
    }
  }

  private Matrix transposed(Matrix m) {
    Matrix transposed = samples.blank(m.cols(), m.rows());
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        transposed.set(c, r, m.get(r, c));
      }
    }
    return transposed;
  }
}
