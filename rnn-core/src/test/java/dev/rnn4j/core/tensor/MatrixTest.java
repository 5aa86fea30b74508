package dev.rnn4j.core.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MatrixTest {
  private static float[] ascending(int length) {
    float[] data = new float[length];
    for (int i = 0; i < length; i++) {
      data[i] = i;
    }
    return data;
  }

  @Property(tries = 300)
  void anElementStandsWhereItsRowStrideAndColumnSay(
      @ForAll @IntRange(max = 5) int offset,
      @ForAll @IntRange(min = 1, max = 6) int rows,
      @ForAll @IntRange(min = 1, max = 6) int cols,
      @ForAll @IntRange(max = 3) int gap) {
    int stride = cols + gap;
    float[] data = ascending(offset + (rows - 1) * stride + cols);
    Matrix m = new Matrix(data, offset, rows, cols, stride);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        assertEquals(offset + r * stride + c, m.index(r, c));
        assertEquals(m.index(r, c), m.get(r, c));
        m.set(r, c, -1);
        assertEquals(-1, data[m.index(r, c)]);
      }
    }
  }

  @Property(tries = 200)
  void aViewThatLeavesItsArrayIsRefused(
      @ForAll @IntRange(max = 5) int offset,
      @ForAll @IntRange(min = 1, max = 6) int rows,
      @ForAll @IntRange(min = 1, max = 6) int cols,
      @ForAll @IntRange(max = 3) int gap) {
    int stride = cols + gap;
    int needed = offset + (rows - 1) * stride + cols;
    float[] tooShort = new float[needed - 1];
    IndexOutOfBoundsException thrown =
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> new Matrix(tooShort, offset, rows, cols, stride));
    assertTrue(
        String.valueOf(thrown.getMessage()).contains("needs " + needed), thrown.getMessage());
  }

  @Test
  void aSizeWhoseProductOverflowsIsRefused() {
    float[] data = new float[10];
    int large = 1 << 17;
    assertThrows(IndexOutOfBoundsException.class, () -> new Matrix(data, 0, large, large, large));
    assertThrows(IndexOutOfBoundsException.class, () -> new Matrix(data, 0, large, 1, large));
    assertThrows(IllegalArgumentException.class, () -> Matrix.zeros(large, large));
    assertThrows(IllegalArgumentException.class, () -> Matrix.zeros(1, Integer.MAX_VALUE));
  }

  @Test
  void negativeSizesAndShortStridesAreRefused() {
    float[] data = new float[100];
    assertThrows(IndexOutOfBoundsException.class, () -> new Matrix(data, -1, 2, 2, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> new Matrix(data, 0, -2, 2, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> new Matrix(data, 0, 2, -2, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> new Matrix(data, 0, 2, 3, 2));
    assertThrows(IllegalArgumentException.class, () -> Matrix.zeros(-1, 2));
    assertThrows(IllegalArgumentException.class, () -> Matrix.zeros(-1, -2));
  }

  @Test
  void readingAndWritingAreChecked() {
    Matrix m = new Matrix(new float[20], 3, 3, 4, 5);
    int[][] outside = {{-1, 0}, {3, 0}, {0, -1}, {0, 4}, {Integer.MAX_VALUE, 1}};
    for (int[] at : outside) {
      assertThrows(IndexOutOfBoundsException.class, () -> m.get(at[0], at[1]));
      assertThrows(IndexOutOfBoundsException.class, () -> m.set(at[0], at[1], 1));
    }
  }

  @Test
  void rangesOfRowsAndColumnsAreViews() {
    Matrix m = new Matrix(ascending(30), 2, 4, 5, 6);
    Matrix inner = m.rowRange(1, 3).columnRange(2, 5);
    assertEquals(2, inner.rows());
    assertEquals(3, inner.cols());
    assertSame(m.data(), inner.data());
    assertEquals(m.get(2, 4), inner.get(1, 2));
    inner.set(0, 0, 99);
    assertEquals(99, m.get(1, 2));
  }

  @Test
  void emptyRangesAreAllowedAtEveryPlace() {
    Matrix m = new Matrix(ascending(23), 0, 4, 5, 6);
    for (int at = 0; at <= 4; at++) {
      assertEquals(0, m.rowRange(at, at).rows());
      assertEquals(0, m.columnRange(at, at).cols());
    }
    assertEquals(0, m.columnRange(5, 5).cols());
    assertEquals(0, Matrix.zeros(0, 7).columnRange(2, 5).rows());
    assertEquals(0, Matrix.zeros(7, 0).rowRange(2, 5).cols());
  }

  @Test
  void rangesOutsideAreRefused() {
    Matrix m = Matrix.zeros(4, 5);
    int[][] wrong = {{-1, 2}, {3, 2}, {0, 6}, {6, 6}};
    for (int[] range : wrong) {
      assertThrows(IndexOutOfBoundsException.class, () -> m.rowRange(range[0], range[1]));
      assertThrows(IndexOutOfBoundsException.class, () -> m.columnRange(range[0], range[1]));
    }
  }

  @Test
  void aNewMatrixIsZeroAndOwnsItsArray() {
    Matrix m = Matrix.zeros(3, 2);
    assertArrayEquals(new float[6], m.data());
    assertEquals(0, m.offset());
    assertEquals(2, m.stride());
  }
}
