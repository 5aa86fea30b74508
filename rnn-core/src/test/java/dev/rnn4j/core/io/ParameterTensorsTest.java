package dev.rnn4j.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Parameters of a layout that no model of this project has. */
class ParameterTensorsTest {
  private static final ParameterLayout LAYOUT =
      ParameterLayout.builder()
          .matrix("mix.weight", 2, 3)
          .vector("mix.bias", 2)
          .matrix("scale", 1, 1)
          .build();

  @TempDir private Path directory = Path.of("");

  private static Parameters parameters(WeightFormat format) {
    return new Parameters(LAYOUT, new float[] {1.1f, -2, 3.3f, 4, 5, 6, 0.7f, -8, 9.9f}, format);
  }

  private Path written(List<NamedTensor> tensors) throws IOException {
    Path file = directory.resolve("model.safetensors");
    Safetensors.write(file, Map.of(), tensors);
    return file;
  }

  private Path written(Parameters parameters, String prefix) throws IOException {
    return written(ParameterTensors.of(parameters, prefix));
  }

  private void assertRefused(Path file, Executable call, String saying) {
    String message = assertThrows(ModelFormatException.class, call).getMessage();
    assertTrue(String.valueOf(message).endsWith(saying), message);
    assertTrue(String.valueOf(message).startsWith(file + ": "), message);
  }

  @Test
  void anyLayoutIsReadBackToTheBitInItsFormat() throws IOException {
    for (WeightFormat format : WeightFormat.values()) {
      Parameters parameters = parameters(format);
      try (SafetensorsReader reader = Safetensors.open(written(parameters, "my."))) {
        assertEquals(List.of("my.mix.weight", "my.mix.bias", "my.scale"), reader.names());
        assertEquals(List.of(2), reader.shape("my.mix.bias"));
        assertEquals(DType.F32, reader.dtype("my.mix.bias"));
        Parameters read = ParameterTensors.read(reader, LAYOUT, "my.");
        assertArrayEquals(parameters.values(), read.values());
        assertEquals(format, read.format());
      }
    }
  }

  @Test
  void severalSetsOfOneLayoutStandInOneFile() throws IOException {
    Parameters best = parameters(WeightFormat.FLOAT32);
    best.matrix("scale").set(0, 0, 123);
    List<NamedTensor> tensors =
        new ArrayList<>(ParameterTensors.of(parameters(WeightFormat.FLOAT32), ""));
    tensors.addAll(ParameterTensors.of(best, "best."));
    try (SafetensorsReader reader = Safetensors.open(written(tensors))) {
      Parameters into = new Parameters(LAYOUT);
      ParameterTensors.restore(reader, into, "best.");
      assertArrayEquals(best.values(), into.values());
      ParameterTensors.restore(reader, into, "");
      assertArrayEquals(parameters(WeightFormat.FLOAT32).values(), into.values());
      assertEquals(
          List.of("best.mix.weight", "best.mix.bias", "best.scale"),
          ParameterTensors.unknown(reader, LAYOUT, ""));
      assertEquals(
          List.of("mix.weight", "mix.bias", "scale"),
          ParameterTensors.unknown(reader, LAYOUT, "best."));
    }
  }

  @Test
  void whatIsMissingOrOfAnotherShapeIsRefusedByName() throws IOException {
    Path file = written(parameters(WeightFormat.FLOAT32), "");
    ParameterLayout more = ParameterLayout.builder().vector("mix.gain", 2).build();
    ParameterLayout other = ParameterLayout.builder().matrix("mix.bias", 1, 2).build();
    try (SafetensorsReader reader = Safetensors.open(file)) {
      assertRefused(
          file, () -> ParameterTensors.read(reader, more, ""), "it lacks the parameter mix.gain");
      assertRefused(
          file,
          () -> ParameterTensors.requireExact(reader, LAYOUT, "best."),
          "it lacks the parameter best.mix.weight");
      assertRefused(
          file,
          () -> ParameterTensors.restore(reader, new Parameters(other), ""),
          "parameter mix.bias has shape [2], its configuration needs [1, 2]");
    }
  }

  @Test
  void valuesThatAreNotFiniteAreNeitherWrittenNorRead() throws IOException {
    Parameters parameters = parameters(WeightFormat.FLOAT32);
    parameters.matrix("mix.weight").set(1, 0, Float.NEGATIVE_INFINITY);
    String place = " has the value -Infinity at [1, 0]: the model is damaged";
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> ParameterTensors.requireFinite(parameters));
    assertEquals(
        "parameter mix.weight has the value -Infinity as f32 at [1, 0]: the model is damaged",
        thrown.getMessage());
    Path file = written(parameters, "v.");
    try (SafetensorsReader reader = Safetensors.open(file)) {
      assertRefused(
          file,
          () -> ParameterTensors.read(reader, LAYOUT, "v."),
          "parameter v.mix.weight" + place);
      assertRefused(
          file,
          () -> ParameterTensors.restore(reader, new Parameters(LAYOUT), "v."),
          "parameter v.mix.weight" + place);
    }
  }

  @Test
  void whatResumesIsNotRounded() throws IOException {
    Path file = written(parameters(WeightFormat.BFLOAT16), "");
    try (SafetensorsReader reader = Safetensors.open(file)) {
      assertRefused(
          file,
          () -> ParameterTensors.restore(reader, new Parameters(LAYOUT), ""),
          "parameter mix.weight has the type BF16, training needs F32");
    }
  }

  /** An unknown tensor is reported; one of a module of the model would be missed. */
  @Test
  void unknownTensorsAreReportedAndThoseOfAModuleRefused() throws IOException {
    List<NamedTensor> tensors =
        new ArrayList<>(ParameterTensors.of(parameters(WeightFormat.FLOAT32), "m."));
    tensors.add(NamedTensor.longs("mix.step", List.of(), 7));
    tensors.add(NamedTensor.longs("m.mixed", List.of(), 7));
    try (SafetensorsReader reader = Safetensors.open(written(tensors))) {
      assertEquals(List.of("mix.step", "m.mixed"), ParameterTensors.unknown(reader, LAYOUT, "m."));
    }
    tensors.add(NamedTensor.longs("m.mix.step", List.of(), 7));
    Path file = written(tensors);
    try (SafetensorsReader reader = Safetensors.open(file)) {
      assertRefused(
          file,
          () -> ParameterTensors.unknown(reader, LAYOUT, "m."),
          "its configuration has no place for the parameter \"m.mix.step\"");
    }
  }
}
