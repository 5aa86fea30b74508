package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.kernel.Bfloat16;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * A tensor to be written: a name, a shape and a part of an array, row-major. The array is shared,
 * not copied, so a model can be written without a second copy of its parameters.
 */
public final class NamedTensor {
  private final String name;
  private final DType dtype;
  private final List<Integer> shape;
  private final Buffer values;

  private NamedTensor(String name, DType dtype, List<Integer> shape, Buffer values) {
    this.name = name;
    this.dtype = dtype;
    this.shape = shape;
    this.values = values;
  }

  /**
   * A tensor of {@link DType#F32}.
   *
   * @param name its name in the file
   * @param shape its dimensions, outermost first; empty for a single value
   * @param data holds the values, row-major without gaps; shared until the file is written
   * @param offset index of the first value
   * @return the tensor
   * @throws IllegalArgumentException if a dimension is negative or the values do not lie in {@code
   *     data}
   */
  public static NamedTensor floats(String name, List<Integer> shape, float[] data, int offset) {
    return of(DType.F32, name, shape, data, offset);
  }

  /**
   * A tensor of {@link DType#BF16}; the values are rounded to it while the file is written.
   *
   * @param name its name in the file
   * @param shape its dimensions, outermost first; empty for a single value
   * @param data holds the values, row-major without gaps; shared until the file is written
   * @param offset index of the first value
   * @return the tensor
   * @throws IllegalArgumentException if a dimension is negative or the values do not lie in {@code
   *     data}
   */
  public static NamedTensor bfloat16s(String name, List<Integer> shape, float[] data, int offset) {
    return of(DType.BF16, name, shape, data, offset);
  }

  private static NamedTensor of(
      DType dtype, String name, List<Integer> shape, float[] data, int offset) {
    int count = count(name, shape, data.length, offset);
    return new NamedTensor(
        name, dtype, List.copyOf(shape), FloatBuffer.wrap(data, offset, count).slice());
  }

  /**
   * A tensor of {@link DType#F64}.
   *
   * @param name its name in the file
   * @param shape its dimensions, outermost first; empty for a single value
   * @param data holds the values from index 0, row-major; shared until the file is written
   * @return the tensor
   * @throws IllegalArgumentException if a dimension is negative or the values do not lie in {@code
   *     data}
   */
  public static NamedTensor doubles(String name, List<Integer> shape, double... data) {
    int count = count(name, shape, data.length, 0);
    return new NamedTensor(name, DType.F64, List.copyOf(shape), DoubleBuffer.wrap(data, 0, count));
  }

  /**
   * A tensor of {@link DType#I64}.
   *
   * @param name its name in the file
   * @param shape its dimensions, outermost first; empty for a single value
   * @param data holds the values from index 0, row-major; shared until the file is written
   * @return the tensor
   * @throws IllegalArgumentException if a dimension is negative or the values do not lie in {@code
   *     data}
   */
  public static NamedTensor longs(String name, List<Integer> shape, long... data) {
    int count = count(name, shape, data.length, 0);
    return new NamedTensor(name, DType.I64, List.copyOf(shape), LongBuffer.wrap(data, 0, count));
  }

  private static int count(String name, List<Integer> shape, int length, int offset) {
    long count = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "tensor " + Json.brief(name) + " has a negative dimension: " + shape);
      }
      count = Math.min(count * dimension, Integer.MAX_VALUE);
    }
    if (offset < 0 || offset + count > length) {
      throw new IllegalArgumentException(
          "tensor "
              + Json.brief(name)
              + " of shape "
              + shape
              + " at offset "
              + offset
              + " does not lie in an array of "
              + length);
    }
    return (int) count;
  }

  /** {@return the name in the file} */
  public String name() {
    return name;
  }

  /** {@return the element type} */
  public DType dtype() {
    return dtype;
  }

  /** {@return the dimensions, outermost first; immutable, empty for a single value} */
  public List<Integer> shape() {
    return shape;
  }

  int count() {
    return values.limit();
  }

  /** Puts elements {@code from} up to {@code from + n} at the start of {@code into}, raw bits. */
  void copy(int from, int n, ByteBuffer into) {
    switch (dtype) {
      case BF16 -> copyRounded((FloatBuffer) values, from, n, into);
      case F32 -> into.asFloatBuffer().put(0, (FloatBuffer) values, from, n);
      case F64 -> into.asDoubleBuffer().put(0, (DoubleBuffer) values, from, n);
      case I64 -> into.asLongBuffer().put(0, (LongBuffer) values, from, n);
      default -> throw new IllegalStateException("tensors of " + dtype + " are not written");
    }
  }

  private static void copyRounded(FloatBuffer values, int from, int n, ByteBuffer into) {
    for (int i = 0; i < n; i++) {
      into.putShort(i * Short.BYTES, Bfloat16.of(values.get(from + i)));
    }
  }
}
