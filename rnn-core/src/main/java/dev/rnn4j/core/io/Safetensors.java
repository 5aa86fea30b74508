package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The safetensors format: eight bytes with the length of the header, little-endian; a JSON object
 * that maps each name to dtype, shape and data_offsets, and {@code __metadata__} to free-form
 * strings; then the values, little-endian, without a hole. Files written here are read by the
 * reference library and the other way round, as far as the types of {@link DType} go.
 */
public final class Safetensors {
  private static final int ALIGNMENT = 8;
  private static final int CHUNK = 1 << 18;

  private Safetensors() {}

  /**
   * Opens a file and validates its header. Nothing is allocated in proportion to a number in the
   * file before that number has been checked against the size of the file.
   *
   * @param file the file
   * @return the open file; the caller closes it
   * @throws ModelFormatException if it is not a well-formed safetensors file of known types
   * @throws NoSuchFileException if it does not exist
   * @throws java.io.InterruptedIOException if the thread is interrupted, here or while values are
   *     read; it stays interrupted
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static SafetensorsReader open(Path file) throws IOException {
    FileChannel channel = openChannel(file);
    boolean opened = false;
    try {
      SafetensorsReader reader = new SafetensorsReader(file, new FileSource(file, channel));
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /**
   * Reads a file from a stream: exactly its bytes, so that the stream then stands behind the last.
   *
   * @param in a stream at the start of the file; not closed
   * @param name what it is, for error messages
   * @return the file, in memory
   */
  static SafetensorsReader read(InputStream in, String name) throws IOException {
    return new SafetensorsReader(Path.of(name), new StreamSource(in));
  }

  private static FileChannel openChannel(Path file) throws IOException {
    try {
      // asked before opening, because opening a pipe would wait for its writer
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        throw new ModelFormatException(file, "this is a directory; name the model file in it");
      }
      if (!attributes.isRegularFile()) {
        throw new ModelFormatException(file, "this is not a regular file");
      }
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw cause(
          new NoSuchFileException(file.toString(), null, "there is no such file; check the path"),
          e);
    } catch (AccessDeniedException e) {
      throw cause(
          new AccessDeniedException(
              file.toString(), null, "reading it is not permitted; check its permissions"),
          e);
    }
  }

  private static <E extends IOException> E cause(E exception, IOException cause) {
    exception.initCause(cause);
    return exception;
  }

  /**
   * Writes a file, atomically: on failure of any kind an existing file is left exactly as it was.
   * If the path is a symbolic link, the file it leads to is replaced. When this returns, the new
   * file is on disk. Several writers of the same file do not disturb each other; the last one wins.
   *
   * @param file the file, in an existing directory
   * @param metadata free-form strings stored beside the tensors, in this order
   * @param tensors the tensors, listed in the header in this order; the values of wider types are
   *     stored first, so that all values are aligned to their size
   * @throws IllegalArgumentException if a name occurs twice or is {@code __metadata__}, a string
   *     has half a surrogate pair, or the header would be larger than readers accept
   * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted, and
   *     an existing file as it was
   * @throws IOException if the file cannot be written; the message names it and says what to do
   */
  public static void write(Path file, Map<String, String> metadata, List<NamedTensor> tensors)
      throws IOException {
    ByteBuffer header = header(metadata, tensors);
    AtomicFile.write(file, channel -> writeTo(channel, header, tensors));
  }

  private static void writeTo(FileChannel channel, ByteBuffer header, List<NamedTensor> tensors)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < header.limit(); i += CHUNK) {
      int n = Math.min(CHUNK, header.limit() - i);
      chunk.put(0, header, i, n);
      drain(chunk, n, channel);
    }
    for (NamedTensor tensor : inFileOrder(tensors)) {
      int bytes = tensor.dtype().bytes();
      for (int i = 0; i < tensor.count(); i += CHUNK / bytes) {
        int n = Math.min(CHUNK / bytes, tensor.count() - i);
        tensor.copy(i, n, chunk.clear());
        drain(chunk, n * bytes, channel);
      }
    }
  }

  private static void drain(ByteBuffer chunk, int n, FileChannel channel) throws IOException {
    chunk.clear().limit(n);
    while (chunk.hasRemaining()) {
      channel.write(chunk);
    }
  }

  /** The length, the JSON and the spaces that align the data. */
  private static ByteBuffer header(Map<String, String> metadata, List<NamedTensor> tensors) {
    checkNames(metadata, tensors);
    byte[] json = json(metadata, tensors).getBytes(StandardCharsets.UTF_8);
    int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    checkLength(length);
    ByteBuffer header = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(length).put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header;
  }

  /** Fails if a header with this metadata, and some more bytes, would be too long to be read. */
  static void requireHeader(Map<String, String> metadata, int more) {
    checkLength(more + json(metadata, List.of()).getBytes(StandardCharsets.UTF_8).length);
  }

  /** Fails if a header of so many bytes, or more, would be too long to be read. */
  static void checkLength(long length) {
    if (length > SafetensorsHeader.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the header would have at least "
              + length
              + " bytes, limit "
              + SafetensorsHeader.MAX_LENGTH
              + "; choose a smaller vocabulary, or store less in the metadata");
    }
  }

  private static String json(Map<String, String> metadata, List<NamedTensor> tensors) {
    StringBuilder out = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      Json.append(SafetensorsHeader.METADATA, out);
      out.append(':');
      Json.append(metadata, out);
    }
    Map<String, Long> begins = begins(tensors);
    for (NamedTensor tensor : tensors) {
      if (out.length() > 1) {
        out.append(',');
      }
      append(tensor, begins.getOrDefault(tensor.name(), 0L), out);
    }
    return out.append('}').toString();
  }

  private static void append(NamedTensor tensor, long begin, StringBuilder out) {
    long end = begin + bytes(tensor);
    Json.append(tensor.name(), out);
    out.append(":{\"dtype\":\"").append(tensor.dtype()).append("\",\"shape\":");
    Json.append(tensor.shape(), out);
    out.append(",\"data_offsets\":[").append(begin).append(',').append(end).append("]}");
  }

  private static long bytes(NamedTensor tensor) {
    return (long) tensor.count() * tensor.dtype().bytes();
  }

  /** Where the values of each tensor begin, by its name. */
  private static Map<String, Long> begins(List<NamedTensor> tensors) {
    Map<String, Long> begins = new HashMap<>();
    long begin = 0;
    for (NamedTensor tensor : inFileOrder(tensors)) {
      begins.put(tensor.name(), begin);
      begin += bytes(tensor);
    }
    return begins;
  }

  /** Wider elements first, otherwise as given. */
  private static List<NamedTensor> inFileOrder(List<NamedTensor> tensors) {
    List<NamedTensor> ordered = new ArrayList<>(tensors);
    ordered.sort(Comparator.comparingInt(tensor -> -tensor.dtype().bytes()));
    return ordered;
  }

  private static void checkNames(Map<String, String> metadata, List<NamedTensor> tensors) {
    Set<String> names = new HashSet<>();
    for (NamedTensor tensor : tensors) {
      checkEncodable(tensor.name());
      if (tensor.name().equals(SafetensorsHeader.METADATA) || !names.add(tensor.name())) {
        throw new IllegalArgumentException(
            "tensor name " + Json.brief(tensor.name()) + " is reserved or occurs twice");
      }
    }
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      checkEncodable(entry.getKey());
      checkEncodable(entry.getValue());
    }
  }

  private static void checkEncodable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Json.isLoneSurrogate(text, i)) {
        throw new IllegalArgumentException(
            "half a surrogate pair at "
                + i
                + " of "
                + Json.brief(text)
                + "; other readers of the format would reject the file");
      }
    }
  }
}
