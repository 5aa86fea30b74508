package dev.rnn4j.testkit;

import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link KernelsContract} for rows of embeddings and biases. */
public abstract class KernelRowsContract extends KernelsContract {
  private final Samples samples = new Samples(13);

  @Test
  void rowsAreGathered() {
    for (int n : allSizes()) {
      for (int rows : new int[] {0, 1, 2, 9, 40}) {
        Matrix table = samples.matrix(7, n);
        int[] index = samples.indices(rows, 7);
        Matrix out =
            SharedWork.run(
                    "gather " + rows + "x" + n,
                    List.of(samples.blank(rows, n)),
                    (w, m, d) -> kernels().gatherRows(w, table, index, m.get(0)))
                .matrix(0);
        for (int r = 0; r < rows; r++) {
          Bits.assertEqual(
              "row " + r,
              Samples.elements(table.rowRange(index[r], index[r] + 1)),
              Samples.elements(out.rowRange(r, r + 1)));
        }
      }
    }
  }

  @Test
  void rowsAreAddedInTheirOrder() {
    for (int n : allSizes()) {
      checkScatter(0, n);
      checkScatter(40, n);
    }
    checkScatter(33, 131);
  }

  private void checkScatter(int rows, int n) {
    Matrix table = samples.matrix(5, n);
    Matrix added = samples.matrix(rows, n);
    int[] index = samples.indices(rows, 5);
    Matrix actual =
        SharedWork.run(
                "scatter " + added,
                List.of(table),
                (w, m, d) -> kernels().scatterAddRows(w, added, index, m.get(0)))
            .matrix(0);
    Matrix expected = Samples.copy(table);
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < n; j++) {
        expected.set(index[r], j, expected.get(index[r], j) + added.get(r, j));
      }
    }
    Bits.assertEqual("scatter " + added, expected.data(), actual.data());
  }

  @Test
  void columnsAreSummed() {
    for (int n : allSizes()) {
      for (int rows : new int[] {0, 1, 3, 4, 5, 8, 30}) {
        checkColumnSums(rows, n);
      }
    }
    checkColumnSums(701, 67);
  }

  private void checkColumnSums(int rows, int n) {
    Matrix a = samples.matrix(rows, n);
    Matrix sums =
        SharedWork.run(
                "columns of " + a,
                List.of(samples.blank(1, n)),
                (w, m, d) -> kernels().sumColumns(w, a, m.get(0)))
            .matrix(0);
    for (int j = 0; j < n; j++) {
      int column = j;
      double sum = IntStream.range(0, rows).mapToDouble(r -> a.get(r, column)).sum();
      double size = IntStream.range(0, rows).mapToDouble(r -> Math.abs(a.get(r, column))).sum();
      assertWithin("columns of " + a, sum, sums.get(0, j), rows * ROUNDING * size);
    }
  }
}
