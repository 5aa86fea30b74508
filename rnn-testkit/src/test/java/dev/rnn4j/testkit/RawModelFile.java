package dev.rnn4j.testkit;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model file put together byte by byte, as another program might write it. */
final class RawModelFile {
  private record Tensor(String dtype, List<Integer> shape, ByteBuffer values) {}

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** A sound file of parameters of one type. */
  static RawModelFile of(
      LanguageModelConfig config, Vocabulary vocabulary, Parameters parameters, String dtype) {
    RawModelFile file = new RawModelFile();
    file.metadata.put("rnn4j", "language-model/1");
    file.metadata.putAll(LanguageModelFile.describe(config, vocabulary));
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      double[] values = new double[entry.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = parameters.values()[entry.offset() + i];
      }
      file.tensor(entry.name(), dtype, entry.shape(), values);
    }
    return file;
  }

  RawModelFile metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Adds or replaces a tensor of a floating-point type. */
  RawModelFile tensor(String name, String dtype, List<Integer> shape, double... values) {
    int bytes =
        switch (dtype) {
          case "F64" -> 8;
          case "F32" -> 4;
          default -> 2;
        };
    ByteBuffer out = ByteBuffer.allocate(bytes * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (dtype) {
        case "F64" -> out.putDouble(value);
        case "F32" -> out.putFloat((float) value);
        case "F16" -> out.putShort(Float.floatToFloat16((float) value));
        case "BF16" -> out.putShort((short) (Float.floatToRawIntBits((float) value) >>> 16));
        default -> throw new IllegalArgumentException(dtype);
      }
    }
    return bytes(name, dtype, shape, out.array());
  }

  /** Adds or replaces a tensor of any type. */
  RawModelFile bytes(String name, String dtype, List<Integer> shape, byte... values) {
    tensors.put(name, new Tensor(dtype, shape, ByteBuffer.wrap(values)));
    return this;
  }

  byte[] bytes() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("__metadata__", metadata);
    int size = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      List<Integer> offsets = List.of(size, size + tensor.values.capacity());
      header.put(
          entry.getKey(),
          Map.of("dtype", tensor.dtype, "shape", tensor.shape, "data_offsets", offsets));
      size += tensor.values.capacity();
    }
    byte[] json = Json.write(header).getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(8 + json.length + size).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(json.length).put(json);
    tensors.values().forEach(tensor -> out.put(tensor.values.duplicate()));
    return out.array();
  }
}
