package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link KernelsContract} for matrix products and the packing of their right-hand sides. */
public abstract class KernelProductsContract extends KernelsContract {
  private static final boolean[] BOTH = {false, true};

  private final Samples samples = new Samples(11);

  /** One shape of a product C (M, N) = A (M, K) · B (K, N). */
  private record Shape(int m, int n, int k) {}

  @Test
  void productsOfAllSmallShapesAreCorrect() {
    for (int m = 0; m <= 14; m++) {
      for (int n : edgeSizes()) {
        for (int k : new int[] {0, 1, 2, 7}) {
          checkAll(new Shape(m, n, k), (m + n + k) % 2 == 0);
        }
      }
    }
  }

  @Test
  void productsAreCorrectWhereSumsAreCutIntoBlocks() {
    for (int k : ProductBlocks.sizes(blocks().depths())) {
      for (boolean accumulate : BOTH) {
        checkStraight(new Shape(1, 8 * lanes() + 1, k), accumulate);
        checkStraight(new Shape(2, 4 * lanes(), k), accumulate);
        checkStraight(new Shape(7, 2 * lanes() + 1, k), accumulate);
      }
    }
  }

  @Test
  void productsAreCorrectWhereRowsAndColumnsAreCutIntoBlocks() {
    for (boolean accumulate : BOTH) {
      for (int m : ProductBlocks.sizes(blocks().rows())) {
        checkStraight(new Shape(m, 2 * lanes() + 3, 3), accumulate);
      }
      for (int n : ProductBlocks.sizes(blocks().columns())) {
        checkStraight(new Shape(1, n, 3), accumulate);
        checkStraight(new Shape(2, n, 3), accumulate);
        checkStraight(new Shape(9, n, 3), accumulate);
      }
      checkStraight(new Shape(67, 131, 301), accumulate);
    }
  }

  @Test
  void transposedProductsAreCorrectWhereSumsAreCutIntoBlocks() {
    for (int k : ProductBlocks.sizes(blocks().transposedDepths())) {
      for (boolean accumulate : BOTH) {
        checkTransposed(new Shape(1, 1, k), accumulate);
        checkTransposed(new Shape(9, 2 * lanes() + 1, k), accumulate);
        checkTransposed(new Shape(2 * lanes() + 3, 5, k), accumulate);
      }
    }
  }

  @Test
  void transposedProductsAreCorrectWhereRowsAndColumnsAreCutIntoBlocks() {
    for (boolean accumulate : BOTH) {
      for (int m : ProductBlocks.sizes(blocks().transposedRows())) {
        checkTransposed(new Shape(m, 2 * lanes() + 3, 3), accumulate);
        checkTransposed(new Shape(m, m + 1, 2), accumulate);
      }
      for (int n : ProductBlocks.sizes(blocks().transposedColumns())) {
        checkTransposed(new Shape(3, n, 3), accumulate);
        checkTransposed(new Shape(n + 1, n, 2), accumulate);
      }
      checkTransposed(new Shape(67, 131, 301), accumulate);
    }
  }

  @Test
  void weightsForStepsGiveTheSameProducts() {
    for (int units : new int[] {3, 2 * lanes() + 1, 257}) {
      Matrix b = samples.matrix(units, 4 * units);
      PackedWeights packed = kernels().pack(b, false);
      for (int rows : new int[] {1, 9, 20, 31, 64, 90}) {
        Matrix a = samples.matrix(rows, units);
        Matrix c = samples.matrix(rows, 4 * units);
        Matrix expected = Samples.copy(c);
        kernels().multiply(Worker.solo(), a, packed, expected, true);
        Matrix actual =
            SharedWork.run(
                    rows + " rows of " + units,
                    List.of(c),
                    (w, m, d) -> kernels().multiply(w, a, packed.forSteps(), m.get(0), true))
                .matrix(0);
        assertSameElements(rows + " rows of " + units, expected, actual);
      }
    }
  }

  @Test
  void elementsDoNotDependOnTheirNeighbours() {
    int k = 300;
    Matrix a = samples.matrix(17, k);
    Matrix b = samples.matrix(k, 9 * lanes() + 2);
    Matrix c = product(a, b);
    for (int rows = 1; rows <= a.rows(); rows++) {
      int from = (a.rows() - rows) / 2;
      Matrix part = product(a.rowRange(from, from + rows), b);
      assertSameElements("rows of " + rows, c.rowRange(from, from + rows), part);
    }
    for (int columns : edgeSizes()) {
      Matrix part = product(a, b.columnRange(1, 1 + columns));
      assertSameElements("columns of " + columns, c.columnRange(1, 1 + columns), part);
    }
  }

  @Test
  void packingAgainReplacesTheWeights() {
    for (int n : edgeSizes()) {
      for (boolean transposed : new boolean[] {false, true}) {
        Matrix a = samples.matrix(3, 19);
        Matrix old = transposed ? samples.matrix(n, 19) : samples.matrix(19, n);
        Matrix b = transposed ? samples.matrix(n, 19) : samples.matrix(19, n);
        PackedWeights expected = kernels().pack(b, transposed);
        for (int count = 1; count <= 3; count++) {
          PackedWeights packed = kernels().pack(old, transposed);
          for (int i = 0; i < count; i++) {
            kernels().repack(Worker.sequential(i, count), b, packed);
          }
          Bits.assertEqual("packed " + n, expected.data(), packed.data());
        }
        Matrix c = samples.blank(3, n);
        kernels().multiply(Worker.solo(), a, expected, c, false);
        checkProduct("packed " + n, a, b, transposed, samples.matrix(3, n), false, c);
      }
    }
  }

  @Test
  void weightsInAnotherLayoutAreRefused() {
    PackedWeights foreign = new PackedWeights("of nobody", 2, 3, false, new float[64]);
    Matrix a = Matrix.zeros(4, 2);
    Matrix c = Matrix.zeros(4, 3);
    Worker solo = Worker.solo();
    assertThrows(
        IllegalArgumentException.class, () -> kernels().multiply(solo, a, foreign, c, false));
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    Worker solo = Worker.solo();
    PackedWeights packed = kernels().pack(Matrix.zeros(2, 3), false);
    Matrix two = Matrix.zeros(4, 2);
    Matrix three = Matrix.zeros(4, 3);
    assertThrows(
        IllegalArgumentException.class,
        () -> kernels().multiply(solo, three, packed, three, false));
    assertThrows(
        IllegalArgumentException.class, () -> kernels().multiply(solo, two, packed, two, false));
    assertThrows(
        IllegalArgumentException.class,
        () -> kernels().multiplyTransposed(solo, two, three, three, false));
    for (Matrix bias : List.of(Matrix.zeros(1, 2), Matrix.zeros(4, 3))) {
      assertThrows(
          IllegalArgumentException.class, () -> kernels().affine(solo, two, packed, bias, three));
    }
  }

  /** A · B, A · (Bᵀ)ᵀ and (Aᵀ)ᵀ · B of one shape. */
  private void checkAll(Shape s, boolean accumulate) {
    checkStraight(s, accumulate);
    checkTransposed(s, accumulate);
  }

  private void checkStraight(Shape s, boolean accumulate) {
    Matrix a = samples.matrix(s.m, s.k);
    Matrix b = samples.matrix(s.k, s.n);
    Matrix c = accumulate ? samples.matrix(s.m, s.n) : samples.blank(s.m, s.n);
    PackedWeights packed = kernels().pack(b, false);
    String what = s + (accumulate ? ", added" : "");
    Matrix straight =
        SharedWork.run(
                what,
                List.of(c),
                (w, m, d) -> kernels().multiply(w, a, packed, m.get(0), accumulate))
            .matrix(0);
    checkProduct(what, a, b, false, c, accumulate, straight);

    Matrix transposed = transposed(b);
    PackedWeights packedTransposed = kernels().pack(transposed, true);
    Matrix viaTransposed = Samples.copy(c);
    kernels().multiply(Worker.solo(), a, packedTransposed, viaTransposed, accumulate);
    assertSameElements(what + ", packed from the transpose", straight, viaTransposed);
    checkAffine(s);
  }

  private void checkTransposed(Shape s, boolean accumulate) {
    Matrix a = samples.matrix(s.m, s.k);
    Matrix b = samples.matrix(s.k, s.n);
    Matrix c = accumulate ? samples.matrix(s.m, s.n) : samples.blank(s.m, s.n);
    String what = s + (accumulate ? ", added" : "");
    Matrix aTransposed = transposed(a);
    Matrix gradient =
        SharedWork.run(
                what + " transposed",
                List.of(c),
                (w, m, d) -> kernels().multiplyTransposed(w, aTransposed, b, m.get(0), accumulate))
            .matrix(0);
    checkProduct(what + " transposed", a, b, false, c, accumulate, gradient);
  }

  /** The same chains as those of a product added to rows that hold the bias. */
  private void checkAffine(Shape s) {
    Matrix a = samples.matrix(s.m, s.k);
    PackedWeights b = kernels().pack(samples.matrix(s.k, s.n), false);
    Matrix bias = samples.matrix(1, s.n);
    Matrix expected = samples.blank(s.m, s.n);
    for (int r = 0; r < s.m; r++) {
      for (int j = 0; j < s.n; j++) {
        expected.set(r, j, bias.get(0, j));
      }
    }
    kernels().multiply(Worker.solo(), a, b, expected, true);
    Matrix affine =
        SharedWork.run(
                s + ", with a bias",
                List.of(samples.blank(s.m, s.n)),
                (w, m, d) -> kernels().affine(w, a, b, bias, m.get(0)))
            .matrix(0);
    assertSameElements(s + ", with a bias", expected, affine);
  }

  private Matrix product(Matrix a, Matrix b) {
    Matrix c = samples.blank(a.rows(), b.cols());
    kernels().multiply(Worker.solo(), a, kernels().pack(b, false), c, false);
    return c;
  }

  private Matrix transposed(Matrix m) {
    int rows = m.cols();
    int cols = m.rows();
    Matrix transposed = samples.blank(rows, cols);
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        transposed.set(c, r, m.get(r, c));
      }
    }
    return transposed;
  }

  private static void assertSameElements(String what, Matrix expected, Matrix actual) {
    Bits.assertEqual(what, Samples.elements(expected), Samples.elements(actual));
  }

  /** Any order of summing, with or without fused operations, stays within k + 2 roundings. */
  private static void checkProduct(
      String what,
      Matrix a,
      Matrix b,
      boolean transposed,
      Matrix before,
      boolean accumulate,
      Matrix c) {
    for (int r = 0; r < c.rows(); r++) {
      for (int j = 0; j < c.cols(); j++) {
        double sum = accumulate ? before.get(r, j) : 0;
        double size = Math.abs(sum);
        for (int k = 0; k < a.cols(); k++) {
          double term = (double) a.get(r, k) * (transposed ? b.get(j, k) : b.get(k, j));
          sum += term;
          size += Math.abs(term);
        }
        double bound = (a.cols() + 2) * ROUNDING * size;
        assertWithin(what + " (" + r + ", " + j + ")", sum, c.get(r, j), bound);
      }
    }
  }
}
