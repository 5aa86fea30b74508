package dev.rnn4j.cli.option;

import dev.rnn4j.core.kernel.WeightFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An enum on the command line: in lower case, with hyphens. */
public final class Choice<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  public Choice(Class<E> type) {
    this.type = type;
  }

  /** A constant's name on the command line; "char" rather than "character", "f32", "bf16". */
  public static String id(Enum<?> constant) {
    if (constant instanceof WeightFormat format) {
      return format.label();
    }
    String id = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return id.equals("character") ? "char" : id;
  }

  @Override
  public E convert(String value) {
    for (E constant : type.getEnumConstants()) {
      if (id(constant).equals(value.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants()).map(Choice::id).collect(Collectors.joining(", "));
    throw new TypeConversionException("must be one of " + known + ", not " + value);
  }
}
