package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameters of any model as tensors of a safetensors file, and back. A tensor's name is a
 * prefix, which tells several sets of one file apart and may be empty, followed by the parameter's
 * name. A model file is this and some metadata:
 *
 * <pre>{@code
 * ParameterTensors.requireFinite(parameters);
 * Safetensors.write(file, metadata, ParameterTensors.of(parameters, ""));
 *
 * try (SafetensorsReader reader = Safetensors.open(file)) {
 *   List<String> ignored = ParameterTensors.unknown(reader, layout, "");
 *   Parameters parameters = ParameterTensors.read(reader, layout, "");
 * }
 * }</pre>
 */
public final class ParameterTensors {
  private static final String DAMAGED = ": the model is damaged";

  private ParameterTensors() {}

  /**
   * Parameters as tensors to write: matrices in the format of the parameters, vectors as {@link
   * DType#F32}.
   *
   * @param parameters shared until the file is written
   * @param prefix before each name in the file; may be empty
   * @return one tensor each, in order
   */
  public static List<NamedTensor> of(Parameters parameters, String prefix) {
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

  /**
   * Fails if a file with these parameters would be refused when it is read.
   *
   * @param parameters about to be written
   * @throws IllegalArgumentException if a value is NaN or infinite; the message says where
   */
  public static void requireFinite(Parameters parameters) {
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

  /**
   * Reads parameters, checking every shape and type before anything is allocated. They are of
   * {@link WeightFormat#BFLOAT16} if all of the file's matrices are; those of any other
   * floating-point type become floats.
   *
   * @param reader an open file
   * @param layout the names and shapes expected
   * @param prefix before each name in the file; may be empty
   * @return the parameters, all finite
   * @throws ModelFormatException if one is missing, of another shape or no floating-point type, or
   *     has a value that is NaN, infinite or beyond the range of a float
   * @throws IOException if the file cannot be read, or takes more memory than there is
   */
  public static Parameters read(SafetensorsReader reader, ParameterLayout layout, String prefix)
      throws IOException {
    boolean rounded = true;
    for (ParameterLayout.Entry entry : layout.entries()) {
      check(reader, entry, prefix);
      rounded &= entry.vector() || reader.dtype(prefix + entry.name()) == DType.BF16;
    }
    String what = "its " + layout.size() + " parameters";
    Memory.require(reader.file(), what, (long) Float.BYTES * layout.size());
    float[] values = new float[layout.size()];
    fill(reader, layout, prefix, values);
    return new Parameters(layout, values, rounded ? WeightFormat.BFLOAT16 : WeightFormat.FLOAT32);
  }

  /**
   * Fails unless a file has parameters that {@link #restore} would take, as far as can be told
   * without reading their values.
   *
   * @param reader an open file
   * @param layout the names and shapes expected
   * @param prefix before each name in the file; may be empty
   * @throws ModelFormatException if one is missing, of another shape, or not of {@link DType#F32}
   */
  public static void requireExact(SafetensorsReader reader, ParameterLayout layout, String prefix)
      throws ModelFormatException {
    for (ParameterLayout.Entry entry : layout.entries()) {
      check(reader, entry, prefix);
      String name = prefix + entry.name();
      if (reader.dtype(name) != DType.F32) {
        throw wrong(
            reader, name, "has the type " + reader.dtype(name) + ", training needs " + DType.F32);
      }
    }
  }

  /**
   * Reads what was written to resume from: parameters, an optimiser's moments or anything of their
   * layout, exactly as it was. Nothing rounded is taken for it.
   *
   * @param reader an open file
   * @param into receives the values; those of a set that is refused are undefined afterwards
   * @param prefix before each name in the file; may be empty
   * @throws ModelFormatException if one is missing, of another shape or not of {@link DType#F32},
   *     or has a value that is NaN or infinite
   * @throws IOException if the file cannot be read
   */
  public static void restore(SafetensorsReader reader, Parameters into, String prefix)
      throws IOException {
    requireExact(reader, into.layout(), prefix);
    fill(reader, into.layout(), prefix, into.values());
  }

  private static void fill(
      SafetensorsReader reader, ParameterLayout layout, String prefix, float[] values)
      throws IOException {
    for (ParameterLayout.Entry entry : layout.entries()) {
      String name = prefix + entry.name();
      reader.floats(name, values, entry.offset());
      int bad = firstNotFinite(values, entry);
      if (bad >= 0) {
        throw wrong(reader, name, "has the value " + values[bad] + at(entry, bad) + DAMAGED);
      }
    }
  }

  /**
   * The tensors of a file that are not among the parameters. Some are harmless, such as buffers
   * that another tool stored beside them; whoever reads the file should say that they are ignored.
   * One that belongs to a module of the layout is not harmless: without it the model would compute
   * something else than it was trained to. The module of a parameter is its name up to the first
   * dot.
   *
   * @param reader an open file
   * @param layout the names known
   * @param prefix before each known name in the file; may be empty
   * @return the names that are not known and of no module of the layout, in the file's order
   * @throws ModelFormatException if one that is not known belongs to a module of the layout
   */
  public static List<String> unknown(
      SafetensorsReader reader, ParameterLayout layout, String prefix) throws ModelFormatException {
    Set<String> known = new HashSet<>();
    Set<String> modules = new HashSet<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      known.add(prefix + entry.name());
      int dot = entry.name().indexOf('.');
      if (dot >= 0) {
        modules.add(prefix + entry.name().substring(0, dot + 1));
      }
    }
    List<String> unknown = new ArrayList<>();
    for (String name : reader.names()) {
      if (known.contains(name)) {
        continue;
      }
      if (modules.stream().anyMatch(name::startsWith)) {
        throw new ModelFormatException(
            reader.file(), "its configuration has no place for the parameter " + Json.brief(name));
      }
      unknown.add(name);
    }
    return unknown;
  }

  private static void check(SafetensorsReader reader, ParameterLayout.Entry entry, String prefix)
      throws ModelFormatException {
    String name = prefix + entry.name();
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
