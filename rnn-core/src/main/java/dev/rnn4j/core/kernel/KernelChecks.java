package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;
import java.util.List;

/**
 * What every implementation of {@link Kernels} refuses, one method for each operation: called once
 * at its beginning, before anything is written. A row number or a target is looked at where it
 * stands; nothing here is called for each element of a matrix. Products check what they read in
 * {@link PackedWeights}.
 */
public final class KernelChecks {
  private static final int LSTM_GATES = 4;
  private static final int GRU_GATES = 3;

  private KernelChecks() {}

  /**
   * Checks {@link Kernels#multiplyTransposed}.
   *
   * @param a (K, M)
   * @param b (K, N)
   * @param c (M, N)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void multiplyTransposed(Matrix a, Matrix b, Matrix c) {
    if (a.rows() != b.rows() || c.rows() != a.cols() || c.cols() != b.cols()) {
      throw new IllegalArgumentException(a + " transposed, times " + b + ", into " + c);
    }
  }

  /**
   * Checks {@link Kernels#multiplyTransposedEach}.
   *
   * @param a (K, M) each
   * @param b (K, N) each
   * @param c (M, N) each
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void multiplyTransposedEach(List<Matrix> a, List<Matrix> b, List<Matrix> c) {
    sameNumber(a, b, c);
    for (int i = 0; i < c.size(); i++) {
      multiplyTransposed(a.get(i), b.get(i), c.get(i));
    }
  }

  /**
   * Checks {@link Kernels#multiply(Worker, Matrix, Matrix, boolean, Matrix, boolean)}.
   *
   * @param a (M, K)
   * @param b (K, N), or (N, K) if transposed
   * @param transposed whether op(B) is Bᵀ
   * @param c (M, N)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void multiply(Matrix a, Matrix b, boolean transposed, Matrix c) {
    int k = transposed ? b.cols() : b.rows();
    int n = transposed ? b.rows() : b.cols();
    if (a.cols() != k || c.rows() != a.rows() || c.cols() != n) {
      throw new IllegalArgumentException(
          a + ", times " + b + (transposed ? " transposed" : "") + ", into " + c);
    }
  }

  /**
   * Checks {@link Kernels#multiplyEach}.
   *
   * @param a (M, K) each
   * @param b (K, N) each, or (N, K) if transposed
   * @param transposed whether op(B) is Bᵀ
   * @param c (M, N) each
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void multiplyEach(
      List<Matrix> a, List<Matrix> b, boolean transposed, List<Matrix> c) {
    sameNumber(a, b, c);
    for (int i = 0; i < c.size(); i++) {
      multiply(a.get(i), b.get(i), transposed, c.get(i));
    }
  }

  private static void sameNumber(List<Matrix> a, List<Matrix> b, List<Matrix> c) {
    if (a.size() != c.size() || b.size() != c.size()) {
      throw new IllegalArgumentException(
          a.size() + " matrices, times " + b.size() + ", into " + c.size());
    }
  }

  /**
   * Checks {@link Kernels#sumColumns}.
   *
   * @param a (M, N)
   * @param sums (1, N)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void sumColumns(Matrix a, Matrix sums) {
    if (sums.rows() != 1 || sums.cols() != a.cols()) {
      throw new IllegalArgumentException(
          "sums of the columns of " + a + " need a matrix of 1x" + a.cols() + ", not " + sums);
    }
  }

  /**
   * Checks {@link Kernels#normalizeRows}, but for its bias, and {@link
   * Kernels#normalizeRowsBackward}.
   *
   * @param operation its name
   * @param from (M, N)
   * @param normalized (M, N)
   * @param inverse (M, 1)
   * @param gain (1, N)
   * @param to (M, N)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void normalizeRows(
      String operation, Matrix from, Matrix normalized, Matrix inverse, Matrix gain, Matrix to) {
    sameShape(operation, from, normalized);
    sameShape(operation, from, to);
    if (inverse.rows() != from.rows() || inverse.cols() != 1) {
      throw new IllegalArgumentException(
          operation + " of " + from + " needs a number for each row, not " + inverse);
    }
    if (gain.rows() != 1 || gain.cols() != from.cols()) {
      throw new IllegalArgumentException(
          operation + " of " + from + " needs gains of 1x" + from.cols() + ", not " + gain);
    }
  }

  /**
   * Checks {@link Kernels#activate}, {@link Kernels#softmax} and all {@link MaskKernels}.
   *
   * @param operation its name
   * @param from what it reads
   * @param to what it writes
   * @throws IllegalArgumentException if their shapes differ
   */
  public static void sameShape(String operation, Matrix from, Matrix to) {
    if (from.rows() != to.rows() || from.cols() != to.cols()) {
      throw new IllegalArgumentException(
          operation + " needs equal shapes, got " + from + " and " + to);
    }
  }

  /**
   * Checks {@link Kernels#activateBackward}.
   *
   * @param h (M, N)
   * @param dh (M, N)
   * @param dz (M, N)
   * @throws IllegalArgumentException if their shapes differ
   */
  public static void activateBackward(Matrix h, Matrix dh, Matrix dz) {
    sameShape("activateBackward", h, dh);
    sameShape("activateBackward", h, dz);
  }

  /**
   * Checks {@link Kernels#lstmForward} and {@link Kernels#lstmBackward}.
   *
   * @param gates (B, 4H)
   * @param state (B, H), as are the other three
   * @param second (B, H)
   * @param third (B, H)
   * @param fourth (B, H)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void lstm(Matrix gates, Matrix state, Matrix second, Matrix third, Matrix fourth) {
    gates("an LSTM step", LSTM_GATES, gates, state);
    sameShape("an LSTM step", state, second);
    sameShape("an LSTM step", state, third);
    sameShape("an LSTM step", state, fourth);
  }

  /**
   * Checks {@link Kernels#gruForward}.
   *
   * @param gates (B, 3H)
   * @param recurrent (B, 3H)
   * @param hPrev (B, H)
   * @param h (B, H)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void gru(Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h) {
    gates("a GRU step", GRU_GATES, gates, hPrev);
    sameShape("a GRU step", gates, recurrent);
    sameShape("a GRU step", hPrev, h);
  }

  /**
   * Checks {@link Kernels#gruBackward}.
   *
   * @param gates (B, 3H)
   * @param recurrent (B, 3H)
   * @param hPrev (B, H)
   * @param dh (B, H)
   * @param dhPrev (B, H)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void gruBackward(
      Matrix gates, Matrix recurrent, Matrix hPrev, Matrix dh, Matrix dhPrev) {
    gru(gates, recurrent, hPrev, dh);
    sameShape("a GRU step", hPrev, dhPrev);
  }

  /**
   * Checks {@link Kernels#gruReset} and {@link Kernels#gruUpdate}.
   *
   * @param gates (B, 3H)
   * @param state (B, H)
   * @param other (B, H)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void gruHalf(Matrix gates, Matrix state, Matrix other) {
    gates("half a GRU step", GRU_GATES, gates, state);
    sameShape("half a GRU step", state, other);
  }

  /**
   * Checks the backward passes of {@link Kernels#gruReset} and {@link Kernels#gruUpdate}.
   *
   * @param gates (B, 3H)
   * @param state (B, H), as are the other two
   * @param second (B, H)
   * @param third (B, H)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void gruHalf(Matrix gates, Matrix state, Matrix second, Matrix third) {
    gruHalf(gates, state, second);
    sameShape("half a GRU step", state, third);
  }

  /**
   * Checks {@link Kernels#lstmState} and {@link Kernels#lstmStateBackward}.
   *
   * @param gates (B, 4H)
   * @param state (B, H)
   * @param other (B, H)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void lstmHalf(Matrix gates, Matrix state, Matrix other) {
    gates("half an LSTM step", LSTM_GATES, gates, state);
    sameShape("half an LSTM step", state, other);
  }

  /**
   * Checks {@link Kernels#lstmOutput} and {@link Kernels#lstmOutputBackward}.
   *
   * @param gates (B, 4H)
   * @param state (B, H), as are the other two
   * @param second (B, H)
   * @param third (B, H)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void lstmHalf(Matrix gates, Matrix state, Matrix second, Matrix third) {
    lstmHalf(gates, state, second);
    sameShape("half an LSTM step", state, third);
  }

  /**
   * Checks {@link Kernels#addScaled} and {@link Kernels#addColumnProducts}.
   *
   * @param x (M, N)
   * @param scale (1, N)
   * @param y (M, N)
   * @throws IllegalArgumentException if they do not fit each other
   */
  public static void addScaled(Matrix x, Matrix scale, Matrix y) {
    sameShape("a scale of columns", x, y);
    if (scale.rows() != 1 || scale.cols() != x.cols()) {
      throw new IllegalArgumentException(
          "a scale of the columns of " + x + " needs a matrix of 1x" + x.cols() + ", not " + scale);
    }
  }

  private static void gates(String operation, int number, Matrix gates, Matrix state) {
    if (gates.rows() != state.rows() || gates.cols() != (long) number * state.cols()) {
      throw new IllegalArgumentException(
          operation
              + " needs gates of "
              + number
              + " times the state's columns, got "
              + gates
              + " for a state of "
              + state);
    }
  }

  /**
   * Checks {@link Kernels#crossEntropy} and {@link Kernels#softmaxCrossEntropy}.
   *
   * @param logits (M, V)
   * @param targets M class indices below V, negative to ignore the row
   * @param losses M values
   * @throws IllegalArgumentException if an array is too short or a target is no class
   */
  public static void crossEntropy(Matrix logits, int[] targets, double[] losses) {
    atLeast("cross-entropy", "targets", targets.length, logits.rows());
    atLeast("cross-entropy", "losses", losses.length, logits.rows());
    for (int r = 0; r < logits.rows(); r++) {
      if (targets[r] >= logits.cols()) {
        throw new IllegalArgumentException(
            "target " + targets[r] + " of row " + r + " is none of " + logits.cols() + " classes");
      }
    }
  }

  /**
   * Checks {@link Kernels#gatherRows(Worker, Matrix, int[], Matrix)} and {@link
   * Kernels#scatterAddRows}.
   *
   * @param operation its name
   * @param table (V, E)
   * @param index M row numbers of the table
   * @param rows (M, E)
   * @throws IllegalArgumentException if they do not fit each other, or the table has no such row
   */
  public static void tableRows(String operation, Matrix table, int[] index, Matrix rows) {
    tableRows(operation, table.rows(), table.cols(), index, rows);
  }

  /**
   * Checks {@link Kernels#gatherRows(Worker, PackedWeights, int[], Matrix)}, but for the layout.
   *
   * @param operation its name
   * @param table packed from (V, E)
   * @param index M row numbers of that matrix
   * @param rows (M, E)
   * @throws IllegalArgumentException if they do not fit each other, or the table has no such row
   */
  public static void tableRows(String operation, PackedWeights table, int[] index, Matrix rows) {
    boolean transposed = table.transposed();
    int tableRows = transposed ? table.n() : table.k();
    tableRows(operation, tableRows, transposed ? table.k() : table.n(), index, rows);
  }

  private static void tableRows(
      String operation, int tableRows, int tableCols, int[] index, Matrix rows) {
    if (tableCols != rows.cols()) {
      throw new IllegalArgumentException(
          operation
              + " needs rows as wide as the table, got "
              + rows
              + " and a table of "
              + tableRows
              + "x"
              + tableCols);
    }
    atLeast(operation, "row numbers", index.length, rows.rows());
    for (int r = 0; r < rows.rows(); r++) {
      if (index[r] < 0 || index[r] >= tableRows) {
        throw new IllegalArgumentException(
            operation + ": there is no row " + index[r] + " in a table of " + tableRows);
      }
    }
  }

  /**
   * Checks {@link Kernels#sumOfSquares}.
   *
   * @param x any number of floats
   * @param blockSums ⌈n / BLOCK⌉ values
   * @throws IllegalArgumentException if there are too few of them
   */
  public static void sumOfSquares(float[] x, double[] blockSums) {
    int blocks = Math.ceilDiv(x.length, Kernels.BLOCK);
    atLeast("sumOfSquares", "block sums", blockSums.length, blocks);
  }

  /**
   * Checks {@link Kernels#sgd}, and with a moment each {@link Kernels#sgdMomentum} and {@link
   * Kernels#adam}.
   *
   * @param operation its name
   * @param theta the parameters
   * @param other as long as theta
   * @throws IllegalArgumentException if their lengths differ
   */
  public static void sameLength(String operation, float[] theta, float[] other) {
    if (theta.length != other.length) {
      throw new IllegalArgumentException(
          operation
              + " needs arrays of equal length, got "
              + theta.length
              + " and "
              + other.length);
    }
  }

  private static void atLeast(String operation, String array, int length, int needed) {
    if (length < needed) {
      throw new IllegalArgumentException(
          operation + " needs " + needed + " " + array + ", got " + length);
    }
  }
}
