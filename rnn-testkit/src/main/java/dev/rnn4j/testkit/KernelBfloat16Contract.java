package dev.rnn4j.testkit;

import static dev.rnn4j.core.kernel.WeightFormat.BFLOAT16;
import static dev.rnn4j.core.kernel.WeightFormat.FLOAT32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@link KernelsContract} for products with weights of 16 bits: to the bit those with the rounded
 * weights as floats, which {@link KernelProductsContract} examines, whatever the shape.
 */
public abstract class KernelBfloat16Contract extends KernelsContract {
  private final Samples samples = new Samples(16);

  @Test
  void productsOfAllSmallShapesAreThoseWithTheRoundedWeights() {
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
      check(1, 17 * lanes() + 3, k);
      check(2, 4 * lanes(), k);
      check(7, 2 * lanes() + 1, k);
    }
  }

  @Test
  void productsAreTheSameWhereRowsAndColumnsAreCutIntoBlocks() {
    for (int m : ProductBlocks.sizes(blocks().rows())) {
      check(m, 2 * lanes() + 3, 3);
      check(m, 6 * lanes(), 3);
    }
    for (int n : ProductBlocks.sizes(blocks().columns())) {
      check(1, n, 3);
      check(3, n, 2);
    }
    check(67, 131, 301);
  }

  @Test
  void infinitiesAndNanPassThrough() {
    for (int rows : new int[] {1, 2}) {
      Matrix b = samples.matrix(5, 9 * lanes());
      b.set(2, 0, Float.NaN);
      b.set(2, lanes(), Float.POSITIVE_INFINITY);
      b.set(2, 3 * lanes(), -Float.MAX_VALUE); // rounds to an infinity
      Matrix a = samples.matrix(rows, 5, 1, 2);
      Matrix c = samples.blank(rows, b.cols());
      PackedWeights packed = kernels().pack(b, false, BFLOAT16);
      kernels().multiply(Worker.solo(), a, packed, c, false);
      for (int r = 0; r < rows; r++) {
        assertEquals(Float.NaN, c.get(r, 0));
        assertEquals(Float.POSITIVE_INFINITY, c.get(r, lanes()));
        assertEquals(Float.NEGATIVE_INFINITY, c.get(r, 3 * lanes()));
        assertEquals(true, Float.isFinite(c.get(r, 1)) && Float.isFinite(c.get(r, lanes() + 1)));
      }
    }
  }

  @Test
  void packingAgainReplacesTheWeights() {
    for (int n : edgeSizes()) {
      for (boolean transposed : new boolean[] {false, true}) {
        Matrix old = transposed ? samples.matrix(n, 19) : samples.matrix(19, n);
        Matrix b = transposed ? samples.matrix(n, 19) : samples.matrix(19, n);
        PackedWeights expected = kernels().pack(b, transposed, BFLOAT16);
        for (int count = 1; count <= 3; count++) {
          PackedWeights packed = kernels().pack(old, transposed, BFLOAT16);
          for (int i = 0; i < count; i++) {
            kernels().repack(Worker.sequential(i, count), b, packed);
          }
          Bits.assertEqual("packed " + n, expected.data(), packed.data());
          assertArrayEquals(expected.pairs(), packed.pairs(), "packed " + n);
        }
      }
    }
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    Worker solo = Worker.solo();
    PackedWeights packed = kernels().pack(Matrix.zeros(2, 3), false, BFLOAT16);
    Matrix two = Matrix.zeros(4, 2);
    Matrix three = Matrix.zeros(4, 3);
    assertEquals(BFLOAT16, packed.format());
    assertThrows(
        IllegalArgumentException.class,
        () -> kernels().multiply(solo, three, packed, three, false));
    assertThrows(
        IllegalArgumentException.class, () -> kernels().multiply(solo, two, packed, two, false));
    assertThrows(IllegalArgumentException.class, () -> kernels().repack(solo, three, packed));
  }

  private void check(int m, int n, int k) {
    boolean accumulate = (m + n + k) % 2 == 0;
    String what = m + "x" + n + "x" + k + (accumulate ? ", added" : "");
    Matrix a = samples.matrix(m, k);
    Matrix b = samples.matrix(k, n);
    Matrix bTransposed = samples.blank(n, k);
    Matrix rounded = samples.blank(k, n);
    for (int r = 0; r < k; r++) {
      for (int c = 0; c < n; c++) {
        bTransposed.set(c, r, b.get(r, c));
        rounded.set(r, c, BFLOAT16.nearest(b.get(r, c)));
      }
    }
    Matrix c = accumulate ? samples.matrix(m, n) : samples.blank(m, n);
    Matrix expected = Samples.copy(c);
    kernels()
        .multiply(Worker.solo(), a, kernels().pack(rounded, false, FLOAT32), expected, accumulate);
    for (boolean transposed : new boolean[] {false, true}) {
      PackedWeights packed = kernels().pack(transposed ? bTransposed : b, transposed, BFLOAT16);
      Matrix actual =
          SharedWork.run(
                  what,
                  List.of(c),
                  (w, into, _) -> kernels().multiply(w, a, packed, into.get(0), accumulate))
              .matrix(0);
      Bits.assertEqual(what, Samples.elements(expected), Samples.elements(actual));
    }
    checkAffine(what, a, rounded);
  }

  private void checkAffine(String what, Matrix a, Matrix rounded) {
    Matrix bias = samples.matrix(1, rounded.cols());
    Matrix expected = samples.blank(a.rows(), rounded.cols());
    Matrix actual = Samples.copy(expected);
    kernels().affine(Worker.solo(), a, kernels().pack(rounded, false, FLOAT32), bias, expected);
    kernels().affine(Worker.solo(), a, kernels().pack(rounded, false, BFLOAT16), bias, actual);
    Bits.assertEqual(what + ", bias", Samples.elements(expected), Samples.elements(actual));
  }
}
