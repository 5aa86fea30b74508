package dev.rnn4j.cli.option;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of {@code --hidden}. Not a list to picocli: that would take the option twice, and
 * overlook commas at the end.
 *
 * @param values one width, or one for each layer
 */
record Widths(List<Integer> values) {
  static final int MOST = 1 << 20;

  /** Reads {@code 200} or {@code 200,100}. */
  static final class Converter implements ITypeConverter<Widths> {
    @Override
    public Widths convert(String text) {
      List<Integer> values = new ArrayList<>();
      for (String value : text.split(",", -1)) {
        values.add(width(value, text));
      }
      return new Widths(List.copyOf(values));
    }

    private static int width(String value, String text) {
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException e) {
        if (value.matches("[+-]?\\d+")) {
          throw new TypeConversionException("must be 1 to " + MOST + ", not " + value);
        }
        throw new TypeConversionException(
            "must be a whole number, or one for each layer as in 200,100, not \"" + text + "\"");
      }
    }
  }
}
