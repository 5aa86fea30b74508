package dev.rnn4j.core.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages a good file in thousands of ways. Whatever comes of it is either rejected as the one
 * exception there is, or is read completely; a claimed size that were believed would show as an
 * {@code OutOfMemoryError}.
 */
class SafetensorsMutationTest {
  private static final String[] HOSTILE = {
    "-1",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999999",
    "1e308",
    "1e309",
    "NaN",
    "null",
    "true",
    "{}",
    "[]",
    "[[[[[[[[",
    "\"\"",
    "\"F64\"",
    "\"BF16\"",
    "\\u0000",
    "\\ud800",
    "2147483647",
    "4294967296",
    "0",
    "0.5",
    ",",
    ":",
    "}",
    "\"x\":1,",
    "\u00e9",
    "\"__metadata__\""
  };

  @TempDir private Path directory = Path.of("");
  private byte[] good = {};
  private Path file = Path.of("");
  private int accepted;

  @BeforeEach
  void writeGoodFile() throws IOException {
    file = directory.resolve("m");
    float[] weights = new float[60];
    Arrays.fill(weights, 0.1f);
    Safetensors.write(
        file,
        Map.of("config", "{\"hidden\":5}"),
        List.of(
            NamedTensor.floats("encoder.weight", List.of(3, 5), weights, 0),
            NamedTensor.bfloat16s("rnn.weight_ih_l0", List.of(5, 5), weights, 15),
            NamedTensor.longs("step", List.of(), 7L),
            NamedTensor.doubles("loss", List.of(2), 1.5, 2.5),
            NamedTensor.floats("none", List.of(0, 4), weights, 0)));
    good = Files.readAllBytes(file);
  }

  private void check(byte[] bytes) throws IOException {
    // a new file each time: some file systems flush one that is truncated and written again
    Files.delete(file);
    Files.write(file, bytes);
    try (SafetensorsReader in = Safetensors.open(file)) {
      long total = 0;
      for (String name : in.names()) {
        total += read(in, name);
      }
      assertTrue(total <= bytes.length, "more values than bytes");
      accepted++;
    } catch (ModelFormatException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": "), e.toString());
    }
  }

  private static long read(SafetensorsReader in, String name) throws IOException {
    return switch (in.dtype(name)) {
      case BF16, F32 -> in.floats(name).length;
      case F64 -> in.doubles(name).length;
      case I64 -> in.longs(name).length;
      default -> 0;
    };
  }

  private int headerEnd() {
    return 8 + (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
  }

  @Test
  void everyTruncationIsRejected() throws IOException {
    for (int length = 0; length < good.length; length++) {
      check(Arrays.copyOf(good, length));
    }
    assertTrue(accepted == 0, "accepted " + accepted);
  }

  @Test
  void everyExtensionIsRejected() throws IOException {
    for (int more = 1; more < 200; more++) {
      check(Arrays.copyOf(good, good.length + more));
    }
    assertTrue(accepted == 0, "accepted " + accepted);
  }

  @Test
  void changedBytesInTheHeaderDoNoHarm() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = good.clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        bytes[random.nextInt(headerEnd())] = (byte) random.nextInt(256);
      }
      check(bytes);
    }
    assertTrue(accepted > 0, "a change of a letter in a name is harmless");
  }

  @Test
  void changedBytesInTheValuesAreValues() throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = good.clone();
      bytes[headerEnd() + random.nextInt(good.length - headerEnd())] = (byte) random.nextInt(256);
      check(bytes);
    }
    assertTrue(accepted == 200, "accepted " + accepted);
  }

  @Test
  void hostileTextSplicedIntoTheHeaderDoesNoHarm() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 3000; i++) {
      StringBuilder header =
          new StringBuilder(new String(good, 8, headerEnd() - 8, StandardCharsets.UTF_8));
      for (int n = 1 + random.nextInt(2); n > 0; n--) {
        int from = random.nextInt(header.length());
        int to = Math.min(header.length(), from + random.nextInt(6));
        header.replace(from, to, HOSTILE[random.nextInt(HOSTILE.length)]);
      }
      check(withHeader(header.toString()));
    }
  }

  @Test
  void everyNumberInTheHeaderReplacedByAHostileOneDoesNoHarm() throws IOException {
    String header = new String(good, 8, headerEnd() - 8, StandardCharsets.UTF_8);
    for (int from = 0; from < header.length(); from++) {
      int to = from;
      while (Character.isDigit(header.charAt(to))) {
        to++;
      }
      for (String hostile : HOSTILE) {
        if (to > from) {
          check(withHeader(header.substring(0, from) + hostile + header.substring(to)));
        }
      }
    }
  }

  private byte[] withHeader(String text) {
    byte[] header = text.getBytes(StandardCharsets.UTF_8);
    int data = good.length - headerEnd();
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(header.length).put(header).put(good, headerEnd(), data).array();
  }
}
