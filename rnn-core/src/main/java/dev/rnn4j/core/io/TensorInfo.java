package dev.rnn4j.core.io;

import java.util.Comparator;
import java.util.List;

/**
 * What a header says about one tensor, validated.
 *
 * @param name name in the file
 * @param dtype element type
 * @param shape dimensions, outermost first
 * @param count number of elements, the product of the dimensions
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last
 */
record TensorInfo(String name, DType dtype, List<Integer> shape, int count, long begin, long end) {

  /** By place in the file; tensors without elements come before the one that starts there. */
  static final class ByOffset implements Comparator<TensorInfo> {
    @Override
    public int compare(TensorInfo a, TensorInfo b) {
      int order = Long.compare(a.begin, b.begin);
      return order != 0 ? order : Long.compare(a.end, b.end);
    }
  }
}
