package dev.rnn4j.core.tensor;

import java.util.Objects;

/**
 * A row-major view of a part of a {@code float[]}: element (r, c) is {@code data[offset + r *
 * stride + c]}. The shape never changes; the floats are shared with everyone who holds the array.
 * Views overlap freely, and nothing here computes.
 */
public final class Matrix {
  private final float[] data;
  private final int offset;
  private final int rows;
  private final int cols;
  private final int stride;

  /**
   * A view.
   *
   * @param data the floats, shared
   * @param offset index of element (0, 0)
   * @param rows number of rows, 0 or more
   * @param cols number of columns, 0 or more
   * @param stride distance between the starts of two rows, at least {@code cols}
   * @throws IndexOutOfBoundsException if the view does not lie inside {@code data}
   */
  public Matrix(float[] data, int offset, int rows, int cols, int stride) {
    if (offset < 0 || rows < 0 || cols < 0 || stride < cols) {
      throw new IndexOutOfBoundsException(
          "no such matrix: offset " + offset + ", " + rows + "x" + cols + ", stride " + stride);
    }
    long end = rows == 0 || cols == 0 ? offset : offset + (rows - 1L) * stride + cols;
    if (end > data.length) {
      throw new IndexOutOfBoundsException(
          "a matrix of "
              + rows
              + "x"
              + cols
              + " with stride "
              + stride
              + " at offset "
              + offset
              + " needs "
              + end
              + " floats, the array has "
              + data.length);
    }
    this.data = data;
    this.offset = offset;
    this.rows = rows;
    this.cols = cols;
    this.stride = stride;
  }

  /**
   * A new matrix of zeros.
   *
   * @param rows number of rows
   * @param cols number of columns
   * @return a matrix (rows, cols) over its own array
   * @throws IllegalArgumentException if rows * cols floats do not fit one array
   */
  public static Matrix zeros(int rows, int cols) {
    long size = (long) rows * cols;
    if (rows < 0 || cols < 0 || size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a matrix of "
              + rows
              + "x"
              + cols
              + " does not fit one array of at most "
              + (Integer.MAX_VALUE - 8)
              + " floats; use a smaller batch, window or width");
    }
    return new Matrix(new float[(int) size], 0, rows, cols, cols);
  }

  /** {@return the array behind this view, shared} */
  public float[] data() {
    return data;
  }

  /** {@return the index of element (0, 0)} */
  public int offset() {
    return offset;
  }

  /** {@return the number of rows} */
  public int rows() {
    return rows;
  }

  /** {@return the number of columns} */
  public int cols() {
    return cols;
  }

  /** {@return the distance between the starts of two rows, in floats} */
  public int stride() {
    return stride;
  }

  /**
   * Index of an element in {@link #data()}.
   *
   * @param row its row
   * @param col its column
   * @return the index
   */
  public int index(int row, int col) {
    return offset + row * stride + col;
  }

  /**
   * Reads one element.
   *
   * @param row its row
   * @param col its column
   * @return its value
   * @throws IndexOutOfBoundsException if it lies outside this matrix
   */
  public float get(int row, int col) {
    return data[checkedIndex(row, col)];
  }

  /**
   * Writes one element.
   *
   * @param row its row
   * @param col its column
   * @param value its new value
   * @throws IndexOutOfBoundsException if it lies outside this matrix
   */
  public void set(int row, int col, float value) {
    data[checkedIndex(row, col)] = value;
  }

  /** {@return a matrix with the same values in an array of its own} */
  public Matrix copy() {
    Matrix copy = zeros(rows, cols);
    copy.set(this);
    return copy;
  }

  /**
   * Takes over the values of another matrix.
   *
   * @param other of the same shape
   * @throws IllegalArgumentException if its shape differs
   */
  public void set(Matrix other) {
    if (other.rows != rows || other.cols != cols) {
      throw new IllegalArgumentException("a " + other + " cannot be copied into a " + this);
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(other.data, other.index(r, 0), data, index(r, 0), cols);
    }
  }

  /**
   * Some of the rows.
   *
   * @param from first row
   * @param to row after the last
   * @return a view of (to - from, cols)
   */
  public Matrix rowRange(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    return new Matrix(data, from == to ? offset : index(from, 0), to - from, cols, stride);
  }

  /**
   * Some of the columns.
   *
   * @param from first column
   * @param to column after the last
   * @return a view of (rows, to - from)
   */
  public Matrix columnRange(int from, int to) {
    Objects.checkFromToIndex(from, to, cols);
    boolean empty = from == to || rows == 0;
    return new Matrix(data, empty ? offset : offset + from, rows, to - from, stride);
  }

  private int checkedIndex(int row, int col) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(col, cols);
    return index(row, col);
  }

  @Override
  public String toString() {
    return "Matrix " + rows + "x" + cols;
  }
}
