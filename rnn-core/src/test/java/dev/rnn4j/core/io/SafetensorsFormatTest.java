package dev.rnn4j.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of other writers, and files that only look like safetensors. */
class SafetensorsFormatTest {
  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("model.safetensors");
  }

  private void write(String header, int dataBytes) throws IOException {
    write(header.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  private void write(byte[] header, int dataBytes) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(header.length).put(header).array());
  }

  /** Opening fails, and the message begins with the file and contains the parts. */
  private void rejected(String... parts) {
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> Safetensors.open(file).close());
    assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": "), e.toString());
    for (String part : parts) {
      assertTrue(e.toString().contains(part), e.toString());
    }
    assertTrue(e.toString().length() < file.toString().length() + 400, e.toString());
  }

  @Test
  void aHeaderInAnyOrderAndWithWhiteSpaceAndUnknownKeysIsRead() throws IOException {
    write(
        "{ \"b\" : {\"data_offsets\":[4,12], \"extra\":{\"x\":[null]}, \"shape\":[1],"
            + " \"dtype\":\"I64\"},\n\"empty\":{\"dtype\":\"F64\",\"shape\":[3,0],"
            + "\"data_offsets\":[4,4]}, \"a\":{\"dtype\":\"F32\",\"shape\":[],"
            + "\"data_offsets\":[0,4]}, \"__metadata__\":{} }  \n",
        12);
    try (SafetensorsReader in = Safetensors.open(file)) {
      assertEquals(List.of("b", "empty", "a"), in.names());
      assertEquals(List.of(3, 0), in.shape("empty"));
      assertArrayEquals(new double[0], in.doubles("empty"));
      assertArrayEquals(new long[1], in.longs("b"));
      assertArrayEquals(new float[1], in.floats("a"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"x\":{\"dtype\":\"F17\",\"shape\":[2],\"data_offsets\":[0,4]}}|found \"F17\"",
        "{\"x\":{\"dtype\":32,\"shape\":[1],\"data_offsets\":[0,4]}}|found 32",
        "{\"x\":{\"shape\":[1],\"data_offsets\":[0,4]}}|dtype such as F32 or BF16, found none",
        "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}|array as shape, found none",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":{},\"data_offsets\":[0,4]}}|array as shape, found {}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}|found [-1]",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-0],\"data_offsets\":[0,4]}}|found [-0.0]",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}|found [1.0]",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[null],\"data_offsets\":[0,4]}}|found [null]",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1e400],\"data_offsets\":[0,4]}}|range of a double",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[NaN],\"data_offsets\":[0,4]}}|not valid JSON",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2147483648],\"data_offsets\":[0,4]}}|2147483647",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[65536,32768],\"data_offsets\":[0,4]}}|2147483647 el",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647,2147483647],"
            + "\"data_offsets\":[0,4]}}|more than 2147483647 elements",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[18446744073709551617],\"data_offsets\":[0,4]}}|E19",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}|8 bytes, but",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,4]}}|span 4",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}}|array as data_offsets, found none",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}|two integers",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]}}|two integers",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4.0]}}|two integers",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}|impossible",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}|impossible",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|cut short",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8589934588]}}|only 4",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],"
            + "\"data_offsets\":[-9223372036854775808,9223372036854775807]}}|impossible",
        "{\"x\":7}|must be an object, found 7",
        "{\"__metadata__\":7}|must be an object, found 7",
        "{\"__metadata__\":null}|must be an object, found null",
        "{\"__metadata__\":{\"k\":1}}|must hold strings, but \"k\" is 1",
        "{}|the tensors end at byte 0 of the data, but the file has 4",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}|not valid JSON",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}{}|not valid JSON",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|duplicate key \"x\"",
      })
  void aHeaderThatMakesNoSenseIsRejectedWithTheReason(String header, String reason)
      throws IOException {
    write(header, 4);
    rejected(reason);
  }

  @Test
  void aHeaderMustBeginWithABrace() throws IOException {
    write(" {}", 0);
    rejected("the header does not begin with '{'");
    write("[]", 0);
    rejected("the header does not begin with '{'");
  }

  @Test
  void overlapsHolesAndTrailingBytesAreRejected() throws IOException {
    String two =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}";
    write(two.formatted(8, 12), 12);
    Safetensors.open(file).close();
    write(two.formatted(4, 8), 8);
    rejected("tensor \"b\" begins at byte 4", "ends at 8", "no overlap");
    write(two.formatted(0, 4), 8);
    rejected("tensor \"a\" begins at byte 0", "ends at 4");
    write(two.formatted(12, 16), 16);
    rejected("tensor \"b\" begins at byte 12", "ends at 8", "no hole");
    write(two.formatted(8, 12), 13);
    rejected("end at byte 12", "has 13", "nothing after");
  }

  @Test
  void deepNestingIsRejectedNotFollowed() throws IOException {
    write("{\"x\":" + "[".repeat(3_000_000), 0);
    rejected("nesting deeper than 64");
  }

  @Test
  void aLongListInTheWrongPlaceDoesNotFillTheMessage() throws IOException {
    write("{\"x\\n\\u001b[2J\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(100_000) + "-1]}}", 0);
    rejected("\"x\\n\\u001b[2J\"", "...");
  }

  @Test
  void invalidUtf8IsRejected() throws IOException {
    byte[] header = "{\"?\":{}}".getBytes(StandardCharsets.UTF_8);
    for (int bad : new int[] {0x80, 0xc0, 0xed, 0xff}) {
      header[2] = (byte) bad;
      write(header, 0);
      rejected("not valid UTF-8");
    }
  }

  @Test
  void aHeaderLengthIsCheckedBeforeAnythingIsAllocated() throws IOException {
    long[] lengths = {0, 1, 9, 100_000_000, 100_000_001, Integer.MAX_VALUE, Long.MAX_VALUE, -1};
    for (long length : lengths) {
      ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Files.write(file, bytes.put((byte) '{').array());
      rejected("not a safetensors file, or a damaged one", Long.toUnsignedString(length));
    }
  }

  @Test
  void aHeaderAboveTheLimitIsRejectedEvenIfTheFileIsThatLarge() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.writeLong(Long.reverseBytes(SafetensorsHeader.MAX_LENGTH + 1L));
      sparse.write('{');
      sparse.setLength(SafetensorsHeader.MAX_LENGTH + 100L);
    }
    rejected("a header of 100000001 bytes, limit 100000000");
  }

  @Test
  void otherKindsOfFilesAreNamed() throws IOException {
    Files.write(file, new byte[0]);
    rejected("the file is empty");
    Files.write(file, new byte[7]);
    rejected("a file of 7 bytes is too short");
    Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2});
    rejected("gzip");
    Files.write(file, new byte[] {'P', 'K', 3, 4, 0, 0, 8, 8, 0, 0, 0, 0});
    rejected("PyTorch", "save_file");
    Files.write(file, new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, 1, 2, 3});
    rejected("pickle");
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1\n");
    rejected("git lfs pull");
    Files.writeString(file, "The quick brown fox jumps over the lazy dog.\n");
    rejected("not a safetensors file; it seems to be text");
    Files.writeString(file, "Русский текст, в котором нет ни одной латинской буквы");
    rejected("not a safetensors file; it seems to be text");
    Files.writeString(file, "GGUF\3\0\0\0\0\0\0\0");
    rejected("GGUF");
  }

  @Test
  void aDirectoryAndAMissingFileAreNamed() throws IOException {
    NoSuchFileException missing =
        assertThrows(NoSuchFileException.class, () -> Safetensors.open(file));
    assertEquals(file + ": there is no such file; check the path", missing.getMessage());
    Files.createDirectory(file);
    rejected("this is a directory");
  }

  @Test
  void aTensorIsAskedForByItsNameAndType() throws IOException {
    Safetensors.write(file, Map.of(), List.of(NamedTensor.longs("step", List.of(2), 1, 2)));
    try (SafetensorsReader in = Safetensors.open(file)) {
      fails(": there is no tensor \"w\"; the file has [\"step\"]", in, "w");
      fails(": tensor \"step\" has the type I64, expected F32", in, "step");
      assertThrows(ModelFormatException.class, () -> in.doubles("step"));
      assertThrows(ModelFormatException.class, () -> in.shape("w"));
      assertTrue(in.contains("step") && !in.contains("w"));
      assertEquals(file, in.file());
    }
  }

  private void fails(String message, SafetensorsReader in, String name) {
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> in.floats(name));
    assertEquals(file + message, e.getMessage());
  }

  @Test
  void valuesMustFitWhereTheyAreRead() throws IOException {
    Safetensors.write(
        file, Map.of(), List.of(NamedTensor.floats("w", List.of(3), new float[3], 0)));
    try (SafetensorsReader in = Safetensors.open(file)) {
      float[] into = new float[4];
      in.floats("w", into, 1);
      for (int offset : new int[] {-1, 2, Integer.MAX_VALUE}) {
        assertThrows(IndexOutOfBoundsException.class, () -> in.floats("w", into, offset));
      }
    }
  }

  @Test
  void aFileCutWhileItIsReadIsReported() throws IOException {
    NamedTensor tensor = NamedTensor.floats("w", List.of(300_000), new float[300_000], 0);
    Safetensors.write(file, Map.of(), List.of(tensor));
    try (SafetensorsReader in = Safetensors.open(file);
        RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(500_000);
      ModelFormatException e = assertThrows(ModelFormatException.class, () -> in.floats("w"));
      assertTrue(e.toString().contains("became shorter"), e.toString());
    }
  }
}
