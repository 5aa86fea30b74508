package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file, read and validated: every tensor has a known type, a shape
 * whose size is the size of its data, and together the tensors cover the data exactly, without a
 * hole or an overlap. Unknown keys beside dtype, shape and data_offsets are ignored, as the
 * reference library does.
 */
final class SafetensorsHeader {
  /** The reference library's limit, bytes. */
  static final int MAX_LENGTH = 100_000_000;

  /** A length of data that is not known before it is read. */
  static final long UNKNOWN = Long.MAX_VALUE;

  /** What the parts of a header may take: thousands of tensors, and the text of its strings. */
  private static final long BYTES_ALWAYS = 32 << 20;

  private static final long BYTES_PER_CHARACTER = 3;

  /** The key that is not a tensor. */
  static final String METADATA = "__metadata__";

  private final Path file;
  private final long dataLength;
  private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
  private Map<String, String> metadata = Map.of();
  private long covered;

  private SafetensorsHeader(Path file, long dataLength) {
    this.file = file;
    this.dataLength = dataLength;
  }

  /**
   * Reads a header.
   *
   * @param file for error messages
   * @param json the header's text, backed by an array
   * @param dataLength bytes of the file after the header, {@link #UNKNOWN} if the tensors say
   */
  static SafetensorsHeader parse(Path file, CharBuffer json, long dataLength)
      throws ModelFormatException {
    SafetensorsHeader header = new SafetensorsHeader(file, dataLength);
    header.read(header.object(json));
    header.checkCoverage();
    return header;
  }

  /** Tensors by name, in the order of the header. */
  Map<String, TensorInfo> tensors() {
    return tensors;
  }

  /** The free-form strings, in the order of the header; empty if there are none. */
  Map<String, String> metadata() {
    return metadata;
  }

  /** Bytes of all tensors, which is where the file must end. */
  long dataLength() {
    return covered;
  }

  private Map<?, ?> object(CharBuffer json) throws ModelFormatException {
    try {
      // starts with '{', as the caller made sure, so it is an object
      long memory = BYTES_ALWAYS + BYTES_PER_CHARACTER * json.remaining();
      return (Map<?, ?>) Json.parse(json, memory);
    } catch (JsonException e) {
      throw new ModelFormatException(file, "the header is not valid JSON: " + e.getMessage(), e);
    }
  }

  private void read(Map<?, ?> entries) throws ModelFormatException {
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String name = (String) entry.getKey();
      if (name.equals(METADATA)) {
        metadata = Collections.unmodifiableMap(strings(entry.getValue()));
      } else {
        tensors.put(name, tensor(name, entry.getValue()));
      }
    }
  }

  private Map<String, String> strings(Object value) throws ModelFormatException {
    if (!(value instanceof Map<?, ?> entries)) {
      throw new ModelFormatException(
          file, METADATA + " must be an object, found " + Json.brief(value));
    }
    Map<String, String> strings = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String key = (String) entry.getKey();
      if (!(entry.getValue() instanceof String text)) {
        throw new ModelFormatException(
            file,
            METADATA
                + " must hold strings, but "
                + Json.brief(key)
                + " is "
                + Json.brief(entry.getValue()));
      }
      strings.put(key, text);
    }
    return strings;
  }

  private TensorInfo tensor(String name, Object value) throws ModelFormatException {
    if (!(value instanceof Map<?, ?> entry)) {
      throw wrong(name, "must be an object, found " + Json.brief(value));
    }
    DType dtype = dtype(name, entry.get("dtype"));
    List<Integer> shape = shape(name, list(name, "shape", entry.get("shape")));
    long count = count(name, shape);
    List<?> offsets = list(name, "data_offsets", entry.get("data_offsets"));
    if (offsets.size() != 2
        || !(offsets.get(0) instanceof Long begin)
        || !(offsets.get(1) instanceof Long end)) {
      throw wrong(name, "must have two integers as data_offsets, found " + Json.brief(offsets));
    }
    checkOffsets(name, begin, end);
    if (end - begin != count * dtype.bytes()) {
      throw wrong(
          name,
          "of type "
              + dtype
              + " and shape "
              + Json.brief(shape)
              + " has "
              + count * dtype.bytes()
              + " bytes, but its data_offsets "
              + offsets
              + " span "
              + (end - begin));
    }
    return new TensorInfo(name, dtype, shape, (int) count, begin, end);
  }

  private DType dtype(String name, @Nullable Object value) throws ModelFormatException {
    DType dtype = value instanceof String text ? DType.named(text) : null;
    if (dtype == null) {
      throw wrong(
          name,
          "must have a dtype such as F32 or BF16, found "
              + (value == null ? "none" : Json.brief(value)));
    }
    return dtype;
  }

  private List<?> list(String name, String key, @Nullable Object value)
      throws ModelFormatException {
    if (value instanceof List<?> elements) {
      return elements;
    }
    throw wrong(
        name,
        "must have an array as " + key + ", found " + (value == null ? "none" : Json.brief(value)));
  }

  private List<Integer> shape(String name, List<?> dimensions) throws ModelFormatException {
    List<Integer> shape = new ArrayList<>(dimensions.size());
    for (Object dimension : dimensions) {
      if (!(dimension instanceof Long size) || size < 0 || size > Integer.MAX_VALUE) {
        throw wrong(
            name,
            "must have dimensions from 0 to "
                + Integer.MAX_VALUE
                + ", found "
                + Json.brief(dimensions));
      }
      shape.add(size.intValue());
    }
    return Collections.unmodifiableList(shape);
  }

  private long count(String name, List<Integer> shape) throws ModelFormatException {
    long count = 1;
    for (int i = 0; i < shape.size(); i++) {
      // stops growing once it is too large, but a later 0 still makes it 0; cannot overflow
      count = Math.min(count * shape.get(i), Integer.MAX_VALUE + 1L);
    }
    if (count > Integer.MAX_VALUE) {
      throw wrong(
          name,
          "has the shape " + Json.brief(shape) + ", more than " + Integer.MAX_VALUE + " elements");
    }
    return count;
  }

  private void checkOffsets(String name, long begin, long end) throws ModelFormatException {
    if (begin < 0 || end < begin) {
      throw wrong(name, "has impossible data_offsets [" + begin + ", " + end + "]");
    }
    if (end > dataLength) {
      throw wrong(
          name,
          "ends at byte "
              + end
              + " of the data, but the file has only "
              + dataLength
              + "; it was cut short, copy it again");
    }
  }

  private void checkCoverage() throws ModelFormatException {
    List<TensorInfo> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(new TensorInfo.ByOffset());
    for (int i = 0; i < inOrder.size(); i++) {
      TensorInfo tensor = inOrder.get(i);
      if (tensor.begin() != covered) {
        throw wrong(
            tensor.name(),
            "begins at byte "
                + tensor.begin()
                + " of the data, but the one before it ends at "
                + covered
                + "; there must be no hole and no overlap");
      }
      covered = tensor.end();
    }
    if (covered != dataLength && dataLength != UNKNOWN) {
      throw new ModelFormatException(
          file,
          "the tensors end at byte "
              + covered
              + " of the data, but the file has "
              + dataLength
              + "; there must be nothing after the last one");
    }
  }

  private ModelFormatException wrong(String name, String problem) {
    return new ModelFormatException(file, "tensor " + Json.brief(name) + " " + problem);
  }
}
