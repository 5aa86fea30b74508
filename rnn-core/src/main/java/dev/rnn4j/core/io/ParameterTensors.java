package dev.rnn4j.core.io;

import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parameters as tensors of a file, and back. */
final class ParameterTensors {
  /** The modules of a model: what is below them is its own, and to be understood completely. */
  private static final List<String> MODULES = List.of("encoder.", "rnn.", "decoder.");

  private static final String DAMAGED = ": the model is damaged";

  private ParameterTensors() {}

  static List<NamedTensor> of(Parameters parameters, String prefix) {
    List<NamedTensor> tensors = new ArrayList<>();
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      String name = prefix + entry.name();
      boolean rounded = !entry.vector() && parameters.format() == WeightFormat.BFLOAT16;
      tensors.add(
          rounded
              ? NamedTensor.bfloat16s(name, entry.shape(), parameters.values(), entry.offset())
              : NamedTensor.floats(name, entry.shape(), parameters.values(), entry.offset()));
    }
    return tensors;
  }

  static Parameters read(SafetensorsReader reader, ParameterLayout layout, String prefix)
      throws IOException {
    boolean rounded = true;
    for (ParameterLayout.Entry entry : layout.entries()) {
      check(reader, entry, prefix + entry.name());
      rounded &= entry.vector() || reader.dtype(prefix + entry.name()) == DType.BF16;
    }
    String what = "its " + layout.size() + " parameters";
    Memory.require(reader.file(), what, (long) Float.BYTES * layout.size());
    float[] values = new float[layout.size()];
    for (ParameterLayout.Entry entry : layout.entries()) {
      String name = prefix + entry.name();
      reader.floats(name, values, entry.offset());
      int bad = firstNotFinite(values, entry);
      if (bad >= 0) {
        throw wrong(reader, name, "has the value " + values[bad] + at(entry, bad) + DAMAGED);
      }
    }
    return new Parameters(layout, values, rounded ? WeightFormat.BFLOAT16 : WeightFormat.FLOAT32);
  }

  private static void check(SafetensorsReader reader, ParameterLayout.Entry entry, String name)
      throws ModelFormatException {
    if (!reader.contains(name)) {
      throw new ModelFormatException(reader.file(), "it lacks the parameter " + name);
    }
    if (!reader.shape(name).equals(entry.shape())) {
      String shape = Json.brief(reader.shape(name));
      throw wrong(
          reader, name, "has shape " + shape + ", its configuration needs " + entry.shape());
    }
    if (!reader.dtype(name).isFloat()) {
      throw wrong(
          reader, name, "has the type " + reader.dtype(name) + ", expected F32, BF16, F16 or F64");
    }
  }

  private static ModelFormatException wrong(SafetensorsReader reader, String name, String problem) {
    return new ModelFormatException(reader.file(), "parameter " + name + " " + problem);
  }

  /**
   * The names of tensors that are not parameters of a model.
   *
   * @throws ModelFormatException if one belongs to a module of the model: without it the model
   *     would compute something else than it was trained to
   */
  static List<String> others(SafetensorsReader reader, ParameterLayout layout)
      throws ModelFormatException {
    Set<String> known = new HashSet<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      known.add(entry.name());
    }
    List<String> others = new ArrayList<>();
    for (String name : reader.names()) {
      if (!known.contains(name)) {
        requireForeign(reader, name);
        others.add(name);
      }
    }
    return others;
  }

  private static void requireForeign(SafetensorsReader reader, String name)
      throws ModelFormatException {
    for (String module : MODULES) {
      if (name.startsWith(module)) {
        String tied = name.equals("decoder.weight") ? "; tied, it is encoder.weight" : "";
        throw new ModelFormatException(
            reader.file(),
            "its configuration has no place for the parameter " + Json.brief(name) + tied);
      }
    }
  }

  static void requireFinite(Parameters parameters) {
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      int bad = firstNotFinite(parameters.values(), entry);
      if (bad >= 0) {
        throw new IllegalArgumentException(
            "parameter "
                + entry.name()
                + " has the value "
                + parameters.values()[bad]
                + " as "
                + parameters.format().label()
                + at(entry, bad)
                + DAMAGED);
      }
    }
  }

  private static String at(ParameterLayout.Entry entry, int index) {
    int place = index - entry.offset();
    return entry.vector()
        ? " at [" + place + "]"
        : " at [" + place / entry.cols() + ", " + place % entry.cols() + "]";
  }

  /** Index into all values, or -1. */
  private static int firstNotFinite(float[] values, ParameterLayout.Entry entry) {
    for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }
}
