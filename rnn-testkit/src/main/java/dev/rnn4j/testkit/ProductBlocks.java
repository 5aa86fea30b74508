package dev.rnn4j.testkit;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where an implementation of {@link dev.rnn4j.core.kernel.Kernels} cuts its products into blocks,
 * taken from the table of its tuned numbers. {@link KernelProductsContract} tests the sizes around
 * each, and a size of two blocks and one more.
 *
 * @param rows of C = A · op(B): cuts of M
 * @param columns of C = A · op(B): cuts of N
 * @param depths of C = A · op(B): cuts of the sums over K
 * @param transposedRows of C = Aᵀ · B: cuts of M
 * @param transposedColumns of C = Aᵀ · B: cuts of N
 * @param transposedDepths of C = Aᵀ · B: cuts of the sums over K
 */
public record ProductBlocks(
    List<Integer> rows,
    List<Integer> columns,
    List<Integer> depths,
    List<Integer> transposedRows,
    List<Integer> transposedColumns,
    List<Integer> transposedDepths) {
  /**
   * Of kernels that cut nothing: a few sizes, so that the contract is tested all the same.
   *
   * @return blocks of 64 and of 256
   */
  public static ProductBlocks none() {
    List<Integer> few = List.of(64);
    List<Integer> many = List.of(256);
    return new ProductBlocks(few, few, many, few, few, many);
  }

  /** The sizes to test, each once. */
  static int[] sizes(List<Integer> blocks) {
    return blocks.stream()
        .flatMapToInt(block -> IntStream.of(block - 1, block, block + 1, 2 * block + 1))
        .distinct()
        .toArray();
  }
}
