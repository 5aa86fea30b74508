package dev.rnn4j.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.WeightFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SafetensorsRoundTripTest {
  private Path directory = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  @BeforeProperty
  void createDirectory() throws IOException {
    directory = Files.createTempDirectory("safetensors");
    file = directory.resolve("model.safetensors");
  }

  @AfterEach
  @AfterProperty
  void deleteDirectory() throws IOException {
    Files.deleteIfExists(file);
    Files.delete(directory); // fails if a temporary file was left behind
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .ofMaxLength(20)
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }

  @Provide
  Arbitrary<List<Integer>> shapes() {
    return Arbitraries.integers().between(0, 6).list().ofMaxSize(4);
  }

  @Property(tries = 150)
  void namesShapesMetadataAndBitsReadBackTheSame(
      @ForAll("names") Set<String> names,
      @ForAll @Size(max = 3) Map<@From("texts") String, @From("texts") String> metadata,
      @ForAll @Size(5) List<@From("shapes") List<Integer>> shapes,
      @ForAll long seed)
      throws IOException {
    List<NamedTensor> tensors = new ArrayList<>();
    Map<String, Object> values = new LinkedHashMap<>();
    Random random = new Random(seed);
    for (String name : names) {
      tensors.add(tensor(name, shapes.get(tensors.size()), random, values));
    }
    Safetensors.write(file, metadata, tensors);
    try (SafetensorsReader in = Safetensors.open(file)) {
      assertEquals(metadata, in.metadata());
      assertEquals(List.copyOf(metadata.keySet()), List.copyOf(in.metadata().keySet()));
      assertEquals(List.copyOf(names), in.names());
      for (NamedTensor tensor : tensors) {
        assertEquals(tensor.shape(), in.shape(tensor.name()));
        assertEquals(tensor.dtype(), in.dtype(tensor.name()));
        assertSameBits(values, in, tensor.name());
      }
    }
  }

  @Provide
  Arbitrary<Set<String>> names() {
    return texts().filter(name -> !name.equals("__metadata__")).set().ofMaxSize(5);
  }

  private static NamedTensor tensor(
      String name, List<Integer> shape, Random random, Map<String, Object> values) {
    int count = 1;
    for (int dimension : shape) {
      count *= dimension;
    }
    return switch (random.nextInt(4)) {
      case 0 -> {
        double[] data = new double[count];
        for (int i = 0; i < count; i++) {
          data[i] = Double.longBitsToDouble(random.nextLong());
        }
        values.put(name, data);
        yield NamedTensor.doubles(name, shape, data);
      }
      case 1 -> {
        long[] data = random.longs(count).toArray();
        values.put(name, data);
        yield NamedTensor.longs(name, shape, data);
      }
      case 2 -> {
        float[] data = floats(count + 3, random);
        float[] rounded = new float[count];
        for (int i = 0; i < count; i++) {
          rounded[i] = WeightFormat.BFLOAT16.nearest(data[i + 2]);
        }
        values.put(name, rounded);
        yield NamedTensor.bfloat16s(name, shape, data, 2);
      }
      default -> {
        float[] data = floats(count + 3, random);
        values.put(name, Arrays.copyOfRange(data, 2, 2 + count));
        yield NamedTensor.floats(name, shape, data, 2);
      }
    };
  }

  private static float[] floats(int count, Random random) {
    float[] data = new float[count];
    for (int i = 0; i < data.length; i++) {
      data[i] = Float.intBitsToFloat(random.nextInt());
    }
    return data;
  }

  private static void assertSameBits(Map<String, Object> values, SafetensorsReader in, String name)
      throws IOException {
    Object expected = values.get(name);
    if (expected instanceof float[] floats) {
      assertArrayEquals(bits(floats), bits(in.floats(name)));
    } else if (expected instanceof double[] doubles) {
      assertArrayEquals(bits(doubles), bits(in.doubles(name)));
    } else {
      assertArrayEquals((long[]) expected, in.longs(name));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private static long[] bits(double[] values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(values[i]);
    }
    return bits;
  }

  @Test
  void specialFloatsKeepEveryBit() throws IOException {
    int[] patterns = {
      0x7fc00000,
      0x7f800001,
      0xffc12345,
      0x7fffffff, // quiet, signalling and odd NaNs
      0x80000000,
      0,
      1,
      0x80000001,
      0x007fffff, // zeros and denormals
      0x7f800000,
      0xff800000,
      0x7f7fffff // infinities and the largest
    };
    float[] values = new float[patterns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(patterns[i]);
    }
    Safetensors.write(
        file, Map.of(), List.of(NamedTensor.floats("x", List.of(values.length), values, 0)));
    try (SafetensorsReader in = Safetensors.open(file)) {
      assertArrayEquals(patterns, bits(in.floats("x")));
    }
  }

  @Property(tries = 20)
  void sizesAroundTheChunkReadBackTheSame(@ForAll @IntRange(min = -3, max = 3) int more)
      throws IOException {
    int count = 2 * (1 << 16) + more; // floats in two chunks
    float[] values = new float[count];
    long[] longs = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = i * 0.5f;
      longs[i] = i * 0x1_0000_0001L;
    }
    Safetensors.write(
        file,
        Map.of("long", "m".repeat(count)),
        List.of(
            NamedTensor.bfloat16s("b", List.of(count), values, 0),
            NamedTensor.floats("f", List.of(count), values, 0),
            NamedTensor.longs("l", List.of(1, count), longs)));
    try (SafetensorsReader in = Safetensors.open(file)) {
      float[] into = new float[count + 2];
      in.floats("f", into, 1);
      assertArrayEquals(values, Arrays.copyOfRange(into, 1, count + 1));
      assertEquals(0f, into[0] + into[count + 1]);
      assertArrayEquals(longs, in.longs("l"));
      float[] rounded = in.floats("b");
      for (int i = 0; i < count; i++) {
        assertEquals(WeightFormat.BFLOAT16.nearest(values[i]), rounded[i]);
      }
      assertEquals("m".repeat(count), in.metadata().get("long"));
    }
  }

  @Test
  void theBytesAreThoseTheFormatPrescribes() throws IOException {
    Safetensors.write(
        file,
        Map.of("format", "pt"),
        List.of(
            NamedTensor.floats("w", List.of(2, 1), new float[] {1f, -2f}, 0),
            NamedTensor.longs("step", List.of(), 3L)));
    String json =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[8,16]},"
            + "\"step\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}";
    int padding = (8 - json.length() % 8) % 8;
    byte[] header = (json + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    ByteBuffer expected =
        ByteBuffer.allocate(8 + header.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(header.length).put(header).putLong(3).putFloat(1f).putFloat(-2f);
    assertArrayEquals(expected.array(), Files.readAllBytes(file));
  }

  @Test
  void bfloat16sAreTheUpperHalvesOfFloatsAfterWhatIsWider() throws IOException {
    float[] values = {1f, -2.5f, 3.1415927f};
    Safetensors.write(
        file,
        Map.of(),
        List.of(
            NamedTensor.bfloat16s("b", List.of(3), values, 0),
            NamedTensor.floats("f", List.of(), new float[] {7f}, 0)));
    byte[] bytes = Files.readAllBytes(file);
    String header = new String(bytes, 8, bytes.length - 8 - 10, StandardCharsets.UTF_8);
    assertTrue(
        header.contains("\"b\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[4,10]}"),
        header);
    byte[] data = Arrays.copyOfRange(bytes, bytes.length - 10, bytes.length);
    byte[] expected = {0, 0, (byte) 0xe0, 0x40, (byte) 0x80, 0x3f, 0x20, (byte) 0xc0, 0x49, 0x40};
    assertArrayEquals(expected, data);
  }

  @Test
  void aFileWithoutTensorsIsAFile() throws IOException {
    Safetensors.write(file, Map.of(), List.of());
    assertEquals(16, Files.size(file)); // 8, "{}" and six spaces
    try (SafetensorsReader in = Safetensors.open(file)) {
      assertEquals(List.of(), in.names());
      assertEquals(Map.of(), in.metadata());
    }
  }

  @Test
  void whatOtherReadersWouldRejectIsNotWritten() {
    NamedTensor a = NamedTensor.longs("a", List.of(), 1);
    assertRejected(Map.of(), List.of(a, a));
    assertRejected(Map.of(), List.of(NamedTensor.longs("__metadata__", List.of(), 1)));
    assertRejected(Map.of(), List.of(NamedTensor.longs("\ud800", List.of(), 1)));
    assertRejected(Map.of("k", "a\udc00"), List.of());
    assertTrue(Files.notExists(file));
  }

  private void assertRejected(Map<String, String> metadata, List<NamedTensor> tensors) {
    assertThrows(IllegalArgumentException.class, () -> Safetensors.write(file, metadata, tensors));
  }

  @Test
  void aTensorMustLieInItsArray() {
    float[] data = new float[6];
    assertThrows(
        IllegalArgumentException.class, () -> NamedTensor.floats("x", List.of(2, 3), data, 1));
    assertThrows(
        IllegalArgumentException.class, () -> NamedTensor.floats("x", List.of(6), data, -1));
    assertThrows(IllegalArgumentException.class, () -> NamedTensor.longs("x", List.of(-1, -1), 1L));
    List<Integer> huge = Collections.nCopies(40, Integer.MAX_VALUE);
    assertThrows(IllegalArgumentException.class, () -> NamedTensor.floats("x", huge, data, 0));
  }
}
