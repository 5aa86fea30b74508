package dev.rnn4j.cli.option;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values on the command line: what is none of its kind is refused in a user's words. */
public final class OptionValues {
  private OptionValues() {}

  /** Makes every command of this command line read them so. */
  public static void register(CommandLine commandLine) {
    ITypeConverter<Integer> ints = whole(Integer::valueOf, Integer.MIN_VALUE, Integer.MAX_VALUE);
    ITypeConverter<Long> longs = whole(Long::valueOf, Long.MIN_VALUE, Long.MAX_VALUE);
    ITypeConverter<Float> floats = fraction(Float::valueOf, value -> Float.isFinite(value));
    ITypeConverter<Double> doubles = fraction(Double::valueOf, value -> Double.isFinite(value));
    commandLine
        .registerConverter(Integer.class, ints)
        .registerConverter(int.class, ints)
        .registerConverter(Long.class, longs)
        .registerConverter(long.class, longs)
        .registerConverter(Float.class, floats)
        .registerConverter(float.class, floats)
        .registerConverter(Double.class, doubles)
        .registerConverter(double.class, doubles)
        .registerConverter(Path.class, OptionValues::file)
        .registerConverter(Boolean.class, OptionValues::flag)
        .registerConverter(boolean.class, OptionValues::flag);
  }

  private static <T> ITypeConverter<T> whole(Function<String, T> parse, long least, long most) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (NumberFormatException e) {
        String limits = text.matches("[+-]?\\d+") ? " from " + least + " to " + most : "";
        throw refusal("must be a whole number" + limits, text);
      }
    };
  }

  private static <T> ITypeConverter<T> fraction(Function<String, T> parse, Predicate<T> isFinite) {
    return text -> {
      try {
        T value = parse.apply(text);
        if (isFinite.test(value)) {
          return value;
        }
      } catch (NumberFormatException e) {
        // refused below, like what is infinite
      }
      throw refusal("must be a number such as 0.5", text);
    };
  }

  /** An empty name, as of a shell variable that is not set, would be the current folder. */
  private static Path file(String text) {
    if (text.isEmpty()) {
      throw refusal("must name a file", text);
    }
    return Path.of(text);
  }

  private static Boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new TypeConversionException("takes no value");
    }
    return Boolean.valueOf(text);
  }

  private static TypeConversionException refusal(String rule, String text) {
    return new TypeConversionException(rule + ", not \"" + text + "\"");
  }
}
