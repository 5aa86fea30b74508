package dev.rnn4j.train.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A text and where it comes from: a file, or a stream such as standard input. UTF-8 or an encoding
 * that is named, plain or gzip, which is told by the first two bytes and not by a name. What is not
 * exactly that is refused with a message that says where; nothing is ever replaced or dropped
 * silently, except a byte order mark at the start. It may be read whole ({@link #read}) or line by
 * line ({@link #lines}).
 */
public final class TextInput {
  /** The largest array every virtual machine can allocate. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  /** A string with a character above U+00FF takes two bytes a character, still in one array. */
  private static final int MAX_WIDE_BYTES = MAX_BYTES / 2;

  /** Heap that the reading of a text takes at its height, in bytes for each byte of the text. */
  private static final int HEAP_PER_BYTE = 3;

  private static final int HEAP_PER_WIDE_BYTE = 5;

  private static final int BLOCK = 1 << 16;

  private static final String ADVICE =
      "split it, or allow more memory with JAVA_TOOL_OPTIONS=-Xmx8g";

  /** Opens a text from its start. */
  @FunctionalInterface
  private interface Source {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Source source;

  /** Whether opening again gives the same again. */
  private final boolean repeatable;

  /** Null if nobody chose one: then it is UTF-8. */
  private final @Nullable Charset charset;

  private TextInput(String name, Source source, boolean repeatable, @Nullable Charset charset) {
    this.name = name;
    this.source = source;
    this.repeatable = repeatable;
    this.charset = charset;
  }

  /**
   * A text in a file.
   *
   * @param path the file; it is opened when it is read
   * @return the text
   */
  public static TextInput file(Path path) {
    return new TextInput(path.toString(), () -> opened(path), Files.isRegularFile(path), null);
  }

  /**
   * A text that can be read only once.
   *
   * @param name what messages call it, such as "standard input"
   * @param stream its bytes
   * @return the text
   */
  public static TextInput stream(String name, InputStream stream) {
    return new TextInput(name, () -> stream, false, null);
  }

  /**
   * The same text in an encoding that somebody chose, with the option {@code --encoding}; also in
   * UTF-8, so that messages can name the option.
   *
   * @param chosen the encoding of its bytes
   * @return the text
   */
  public TextInput in(Charset chosen) {
    return new TextInput(name, source, repeatable, chosen);
  }

  /**
   * Fails as reading would, with the same sentence, if there is nothing to be read. Opens nothing,
   * so that a pipe keeps what is in it.
   *
   * @param path a file
   * @throws CorpusException if it is missing, a directory, or may not be read
   */
  public static void requireReadable(Path path) throws CorpusException {
    if (path.toString().isEmpty()) { // which would be the current folder
      throw new CorpusException("the name of a text is empty; name a file");
    }
    if (Files.isDirectory(path)) {
      throw new CorpusException(path + " is a directory; give a text file");
    }
    if (!Files.exists(path)) {
      throw new CorpusException(path + ": there is no such file");
    }
    if (!Files.isReadable(path)) {
      throw new CorpusException(path + ": permission denied");
    }
  }

  private static InputStream opened(Path path) throws IOException {
    requireReadable(path);
    return Files.newInputStream(path);
  }

  /**
   * Reads the whole text. A regular file is looked through first, without holding it: so a text
   * that is refused takes next to no memory. Reading takes a heap of three times the size of the
   * (decompressed) text, or five times if it has characters above U+00FF.
   *
   * @return the text without a byte order mark, at least one character
   * @throws CorpusException if it is missing, a directory, unreadable, empty, truncated or damaged
   *     gzip, not well-formed UTF-8, binary, or larger than the heap allows; offsets in the message
   *     count bytes of the decompressed content, those in gzip data bytes of the file
   */
  public String read() throws CorpusException {
    return read(Runtime.getRuntime().maxMemory());
  }

  String read(long heap) throws CorpusException {
    int most = repeatable ? measured(heap) : (int) Math.min(MAX_BYTES, heap / HEAP_PER_WIDE_BYTE);
    try (TextStream in = open()) {
      byte[] bytes = in.readNBytes(most);
      boolean more = bytes.length == most && in.read() >= 0;
      if (repeatable && (more || bytes.length < most)) {
        throw new CorpusException(name + " has changed while it was read; try again");
      }
      if (more) {
        throw tooLarge(most, heap);
      }
      if (bytes.length > limit(in)) {
        throw tooLarge(limit(in), heap);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw TextStream.unreadable(name, e);
    }
  }

  /** How many bytes the text has; refused if the heap does not suffice for them. */
  private int measured(long heap) throws CorpusException {
    byte[] block = new byte[BLOCK];
    long bytes = 0;
    try (TextStream in = open()) {
      for (int n = 0; n >= 0; n = in.read(block, 0, block.length)) {
        bytes += n;
        if (bytes > limit(in)) {
          throw tooLarge(limit(in), heap);
        }
      }
      long needed = bytes * (in.isWide() ? HEAP_PER_WIDE_BYTE : HEAP_PER_BYTE);
      if (needed > heap) {
        throw new CorpusException(
            "%s holds %d bytes of text; reading it takes %d MB of memory, Java may use %d MB here; %s"
                .formatted(name, bytes, megabytes(needed), megabytes(heap), ADVICE));
      }
      return (int) bytes;
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw TextStream.unreadable(name, e);
    }
  }

  private static int limit(TextStream in) {
    return in.isWide() ? MAX_WIDE_BYTES : MAX_BYTES;
  }

  private static long megabytes(long bytes) {
    return (bytes >> 20) + 1;
  }

  private CorpusException tooLarge(int limit, long heap) {
    return new CorpusException(
        ("%s holds more than %d bytes of text, the most that is read as one text in the %d MB of"
                + " memory that Java may use here; %s")
            .formatted(name, limit, megabytes(heap), ADVICE));
  }

  /**
   * Reads line by line, as the lines arrive, in memory that does not grow with the text.
   *
   * @return the lines, to be closed
   * @throws CorpusException if the text cannot be opened
   */
  public TextLines lines() throws CorpusException {
    return new TextLines(name, open());
  }

  private TextStream open() throws CorpusException {
    try {
      InputStream in = new BufferedInputStream(source.open(), BLOCK);
      InputStream plain = startsWithGzipMagic(in) ? new GzipStream(name, in) : in;
      Charset chosen = charset;
      return chosen == null || chosen.equals(StandardCharsets.UTF_8)
          ? new TextStream(name, plain, chosen != null)
          : new TextStream(name, new DecodedStream(name, plain, chosen), true);
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw TextStream.unreadable(name, e);
    }
  }

  /** Does not wait for a second byte that could decide nothing. */
  private static boolean startsWithGzipMagic(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == GzipStream.MAGIC_1 && in.read() == GzipStream.MAGIC_2;
    in.reset();
    return gzip;
  }

  @Override
  public String toString() {
    return name;
  }
}
