package dev.rnn4j.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Damaged copies of a good {@code .safetensors} file. Most damage is done to the header with its
 * JSON and the JSON inside the metadata, because that is where a reader can be led astray; the
 * length of the header is corrected, so that a reader gets as far as the damage.
 */
public final class FileMutations {
  private static final String[] HOSTILE = {
    "-1",
    "0",
    "1",
    "0.5",
    "1e308",
    "1e309",
    "1048576",
    "2147483647",
    "-2147483648",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999999",
    "NaN",
    "null",
    "true",
    "\\\"\\\"",
    "{}",
    "[]",
    "[1,2,3]",
    "[[[[[[[[",
    "\\u0000",
    "\\ud800",
    ",",
    "}"
  };

  private static final Pattern VALUE =
      Pattern.compile("-?[0-9][-+.eE0-9]*|true|false|null|[a-z_]+");

  private final byte[] good;
  private final String header;
  private final SplittableRandom random;

  /**
   * Damages of one file.
   *
   * @param good a complete file
   * @param seed the same seed gives the same damages
   */
  public FileMutations(byte[] good, long seed) {
    this.good = good.clone();
    int length = (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    header = new String(good, Long.BYTES, length, StandardCharsets.UTF_8);
    random = new SplittableRandom(seed);
  }

  /**
   * One more damaged copy.
   *
   * @return a value replaced, text spliced in, bytes changed, or the file cut short
   */
  public byte[] next() {
    return switch (random.nextInt(10)) {
      case 0 -> Arrays.copyOf(good, random.nextInt(good.length));
      case 1, 2 -> changedBytes();
      case 3, 4 -> spliced();
      default -> replacedValue();
    };
  }

  private byte[] changedBytes() {
    byte[] bytes = good.clone();
    int headerEnd = Long.BYTES + header.getBytes(StandardCharsets.UTF_8).length;
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      bytes[random.nextInt(headerEnd)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private byte[] spliced() {
    int from = random.nextInt(header.length());
    int to = Math.min(header.length(), from + random.nextInt(6));
    return withHeader(header.substring(0, from) + hostile() + header.substring(to));
  }

  /** Numbers, constants, and the names that stand for settings. */
  private byte[] replacedValue() {
    MatchResult[] values = VALUE.matcher(header).results().toArray(MatchResult[]::new);
    MatchResult chosen = values[random.nextInt(values.length)];
    return withHeader(
        header.substring(0, chosen.start()) + hostile() + header.substring(chosen.end()));
  }

  private String hostile() {
    return HOSTILE[random.nextInt(HOSTILE.length)];
  }

  /**
   * The file with one text of its header replaced by another.
   *
   * @param old occurs in the header
   * @param replacement instead
   * @return the file
   * @throws IllegalArgumentException if the header does not contain it
   */
  public byte[] with(String old, String replacement) {
    if (!header.contains(old)) {
      throw new IllegalArgumentException(old + " is not in the header " + header);
    }
    return withHeader(header.replace(old, replacement));
  }

  private byte[] withHeader(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int data = Long.BYTES + header.getBytes(StandardCharsets.UTF_8).length;
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + bytes.length + good.length - data)
            .order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(bytes.length).put(bytes).put(good, data, good.length - data).array();
  }
}
