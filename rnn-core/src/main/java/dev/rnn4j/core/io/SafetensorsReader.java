package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.kernel.Bfloat16;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An open safetensors file whose header has been read and found consistent. Values are read when
 * they are asked for, straight into the array they end up in, so reading a model takes the memory
 * of its parameters and one small buffer.
 *
 * <p>Not for use by several threads at once. It does not judge values: NaN and infinities are
 * returned bit for bit.
 */
public final class SafetensorsReader implements Closeable {
  private static final int LENGTH_BYTES = 8;

  /** Bytes of memory for each of a header: itself, its characters, and what they describe. */
  private static final long HEADER_MEMORY = 12;

  /** One read; small enough to stay in the second-level cache until it is converted. */
  private static final int CHUNK = 1 << 18;

  private final Path file;
  private final ByteSource source;
  private final ByteBuffer chunk;
  private final SafetensorsHeader header;
  private final long dataStart;

  /** Takes over the source; the caller closes it if this fails. */
  SafetensorsReader(Path file, ByteSource source) throws IOException {
    this.file = file;
    this.source = source;
    this.chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    long size = source.size();
    int length = headerLength(size);
    this.dataStart = (long) LENGTH_BYTES + length;
    Memory.require(file, "its header of " + length + " bytes", length * HEADER_MEMORY);
    CharBuffer text = decode(bytes(LENGTH_BYTES, length));
    boolean known = size != ByteSource.UNKNOWN;
    this.header =
        SafetensorsHeader.parse(file, text, known ? size - dataStart : SafetensorsHeader.UNKNOWN);
    if (!known) {
      fetchData();
    }
  }

  /** Reads a stream up to its last byte, so that it stands there, or is found to be cut short. */
  private void fetchData() throws IOException {
    long length = header.dataLength();
    Memory.require(file, "its data of " + length + " bytes", length);
    if (length > 0) {
      fill(dataStart + length - 1, 1);
    }
  }

  private int headerLength(long size) throws IOException {
    if (size == 0) {
      throw new ModelFormatException(file, "the file is empty");
    }
    int headBytes = (int) Math.min(size, LENGTH_BYTES + 1);
    fill(0, headBytes);
    if (headBytes <= LENGTH_BYTES) {
      throw notSafetensors("a file of " + size + " bytes is too short", headBytes);
    }
    long length = chunk.getLong(0);
    if (length < 2 || length > SafetensorsHeader.MAX_LENGTH) {
      throw notSafetensors(
          "a header of "
              + Long.toUnsignedString(length)
              + " bytes, limit "
              + SafetensorsHeader.MAX_LENGTH,
          LENGTH_BYTES);
    }
    if (chunk.get(LENGTH_BYTES) != '{') {
      throw notSafetensors("the header does not begin with '{'", LENGTH_BYTES);
    }
    if (length > size - LENGTH_BYTES) {
      throw notSafetensors(
          "a header of " + length + " bytes in a file of " + size + ": cut short, copy it again",
          LENGTH_BYTES);
    }
    return (int) length;
  }

  private ModelFormatException notSafetensors(String problem, int headBytes) {
    byte[] head = new byte[Math.min(headBytes, LENGTH_BYTES)];
    chunk.get(0, head);
    String kind = FileKind.describe(head);
    return new ModelFormatException(
        file,
        kind.isEmpty()
            ? "not a safetensors file, or a damaged one (" + problem + ")"
            : "not a safetensors file; " + kind);
  }

  private byte[] bytes(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i += CHUNK) {
      int n = Math.min(CHUNK, length - i);
      fill(position + i, n);
      chunk.get(0, bytes, i, n);
    }
    return bytes;
  }

  private CharBuffer decode(byte[] utf8) throws ModelFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file, "the header is not valid UTF-8", e);
    }
  }

  /** Reads exactly {@code n} bytes into the chunk and makes them its content. */
  private void fill(long position, int n) throws IOException {
    chunk.clear().limit(n);
    while (chunk.hasRemaining()) {
      if (source.read(chunk, position + chunk.position()) < 0) {
        throw new ModelFormatException(
            file,
            "the file became shorter than "
                + (position + n)
                + " bytes while it was read, or is cut short");
      }
    }
    chunk.flip();
  }

  /** {@return the path of the file it was opened with; for a stream a name for messages} */
  public Path file() {
    return file;
  }

  /**
   * {@return the free-form strings beside the tensors, in the order of the file; immutable, empty
   * if there are none}
   */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /** {@return the names of the tensors in the order of the header, a new list} */
  public List<String> names() {
    return new ArrayList<>(header.tensors().keySet());
  }

  /**
   * Whether there is such a tensor.
   *
   * @param name the name
   * @return true if there is
   */
  public boolean contains(String name) {
    return header.tensors().containsKey(name);
  }

  /**
   * The dimensions of a tensor, outermost first. Their product fits an {@code int}.
   *
   * @param name the name
   * @return an immutable list, empty for a single value
   * @throws ModelFormatException if there is no such tensor
   */
  public List<Integer> shape(String name) throws ModelFormatException {
    return tensor(name).shape();
  }

  /**
   * The element type of a tensor.
   *
   * @param name the name
   * @return the type
   * @throws ModelFormatException if there is no such tensor
   */
  public DType dtype(String name) throws ModelFormatException {
    return tensor(name).dtype();
  }

  /**
   * The values of a tensor of a floating-point type, as {@link #floats(String, float[], int)}.
   *
   * @param name the name
   * @return a new array, row-major
   * @throws ModelFormatException if there is no such tensor of such a type, or a value is out of
   *     the range of a float
   * @throws IOException if reading fails
   */
  public float[] floats(String name) throws IOException {
    float[] values = new float[floatTensor(name).count()];
    floats(name, values, 0);
    return values;
  }

  /**
   * Reads the values of a tensor of a floating-point type into a part of an array: those of {@link
   * DType#F16}, {@link DType#BF16} and {@link DType#F32} exactly, those of {@link DType#F64}
   * rounded.
   *
   * @param name the name
   * @param into receives the values, row-major
   * @param offset index of the first value in {@code into}
   * @throws ModelFormatException if there is no such tensor of such a type, or a finite value is
   *     out of the range of a float
   * @throws IndexOutOfBoundsException if the values do not fit into {@code into} at that offset
   * @throws IOException if reading fails
   */
  public void floats(String name, float[] into, int offset) throws IOException {
    TensorInfo tensor = floatTensor(name);
    checkRoom(tensor, into.length, offset);
    for (int i = 0; i < tensor.count(); ) {
      int n = next(tensor, i);
      switch (tensor.dtype()) {
        case F16 -> expandHalves(n, into, offset + i);
        case BF16 -> expand(n, into, offset + i);
        case F64 -> round(name, n, into, offset + i);
        default -> chunk.asFloatBuffer().get(0, into, offset + i, n);
      }
      i += n;
    }
  }

  private void expand(int n, float[] into, int at) {
    for (int i = 0; i < n; i++) {
      into[at + i] = Bfloat16.toFloat(chunk.getShort(i * Short.BYTES));
    }
  }

  private void expandHalves(int n, float[] into, int at) {
    for (int i = 0; i < n; i++) {
      into[at + i] = Float.float16ToFloat(chunk.getShort(i * Short.BYTES));
    }
  }

  private void round(String name, int n, float[] into, int at) throws ModelFormatException {
    for (int i = 0; i < n; i++) {
      double value = chunk.getDouble(i * Double.BYTES);
      into[at + i] = (float) value;
      if (Float.isInfinite(into[at + i]) && !Double.isInfinite(value)) {
        throw new ModelFormatException(
            file,
            "tensor "
                + Json.brief(name)
                + " has the value "
                + value
                + ", beyond the range of a 32-bit float, "
                + Float.MAX_VALUE);
      }
    }
  }

  private TensorInfo floatTensor(String name) throws ModelFormatException {
    return tensor(name).dtype().isFloat() ? tensor(name) : tensor(name, DType.F32);
  }

  /**
   * The values of a tensor of {@link DType#F64}.
   *
   * @param name the name
   * @return a new array, row-major
   * @throws ModelFormatException if there is no such tensor of that type
   * @throws IOException if reading fails
   */
  public double[] doubles(String name) throws IOException {
    TensorInfo tensor = tensor(name, DType.F64);
    double[] values = new double[tensor.count()];
    for (int i = 0; i < values.length; ) {
      int n = next(tensor, i);
      chunk.asDoubleBuffer().get(0, values, i, n);
      i += n;
    }
    return values;
  }

  /**
   * The values of a tensor of {@link DType#I64}.
   *
   * @param name the name
   * @return a new array, row-major
   * @throws ModelFormatException if there is no such tensor of that type
   * @throws IOException if reading fails
   */
  public long[] longs(String name) throws IOException {
    TensorInfo tensor = tensor(name, DType.I64);
    long[] values = new long[tensor.count()];
    for (int i = 0; i < values.length; ) {
      int n = next(tensor, i);
      chunk.asLongBuffer().get(0, values, i, n);
      i += n;
    }
    return values;
  }

  /** Reads the elements from {@code from} on into the chunk and returns how many. */
  private int next(TensorInfo tensor, int from) throws IOException {
    int bytes = tensor.dtype().bytes();
    int n = Math.min(CHUNK / bytes, tensor.count() - from);
    fill(dataStart + tensor.begin() + (long) from * bytes, n * bytes);
    return n;
  }

  private static void checkRoom(TensorInfo tensor, int length, int offset) {
    if (offset < 0 || (long) offset + tensor.count() > length) {
      throw new IndexOutOfBoundsException(
          "tensor "
              + Json.brief(tensor.name())
              + " of "
              + tensor.count()
              + " values does not fit at offset "
              + offset
              + " of an array of "
              + length);
    }
  }

  private TensorInfo tensor(String name, DType expected) throws ModelFormatException {
    TensorInfo tensor = tensor(name);
    if (tensor.dtype() != expected) {
      throw new ModelFormatException(
          file,
          "tensor "
              + Json.brief(name)
              + " has the type "
              + tensor.dtype()
              + ", expected "
              + expected);
    }
    return tensor;
  }

  private TensorInfo tensor(String name) throws ModelFormatException {
    TensorInfo tensor = header.tensors().get(name);
    if (tensor == null) {
      throw new ModelFormatException(
          file,
          "there is no tensor "
              + Json.brief(name)
              + "; the file has "
              + Json.brief(header.tensors().keySet()));
    }
    return tensor;
  }

  /** Closes the file. Arrays that were read stay valid. */
  @Override
  public void close() throws IOException {
    source.close();
  }
}
