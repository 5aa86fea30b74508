package dev.rnn4j.cli.option;

import dev.rnn4j.cli.option.OptimizerOptions.OptimizerName;
import dev.rnn4j.cli.option.ScheduleOptions.ScheduleName;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.data.TextCut;
import dev.rnn4j.train.model.Objective;
import java.lang.reflect.Field;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Values on the command line: what is none of its kind is refused in a user's words. */
public final class OptionValues {
  private OptionValues() {}

  /** A command line of one command, for arguments that nobody typed just now. */
  public static CommandLine commandLine(Object command) {
    return register(new CommandLine(command).setExpandAtFiles(false));
  }

  /** Makes every command of this command line read them so. */
  public static CommandLine register(CommandLine commandLine) {
    ITypeConverter<Integer> ints = whole(text -> nearest(new BigInteger(text)));
    ITypeConverter<Long> longs = whole(Long::valueOf);
    ITypeConverter<Float> floats = fraction(Float::valueOf, value -> Float.isFinite(value));
    ITypeConverter<Double> doubles = fraction(Double::valueOf, value -> Double.isFinite(value));
    return commandLine
        .registerConverter(Level.class, new Choice<>(Level.class))
        .registerConverter(CellName.class, new Choice<>(CellName.class))
        .registerConverter(GruCell.Reset.class, new Choice<>(GruCell.Reset.class))
        .registerConverter(Activation.class, new Choice<>(Activation.class))
        .registerConverter(TextCut.class, new Choice<>(TextCut.class))
        .registerConverter(Objective.class, new Choice<>(Objective.class))
        .registerConverter(Preset.class, new Choice<>(Preset.class))
        .registerConverter(OptimizerName.class, new Choice<>(OptimizerName.class))
        .registerConverter(SoftmaxOptions.Kind.class, new Choice<>(SoftmaxOptions.Kind.class))
        .registerConverter(WeightFormat.class, new Choice<>(WeightFormat.class))
        .registerConverter(ScheduleName.class, new Choice<>(ScheduleName.class))
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

  /**
   * Fails if a whole number that was given is outside the {@link Range} of its option. Looks at
   * what was typed, of which no value has to be left.
   */
  public static void requireRanges(CommandLine command) {
    for (OptionSpec option : command.getParseResult().matchedOptions()) {
      Range range =
          option.userObject() instanceof Field field ? field.getAnnotation(Range.class) : null;
      if (range != null) {
        for (String text : option.stringValues()) {
          requireRange(range, option.longestName(), new BigInteger(text), command);
        }
      }
    }
  }

  private static void requireRange(
      Range range, String name, BigInteger value, CommandLine command) {
    boolean tooSmall = value.compareTo(BigInteger.valueOf(range.least())) < 0;
    boolean tooLarge = value.compareTo(BigInteger.valueOf(range.most())) > 0;
    if (tooSmall || tooLarge) {
      boolean open = tooSmall && range.most() == Integer.MAX_VALUE;
      String limits = range.least() + (open ? " or more" : " to " + range.most());
      throw new ParameterException(command, name + " must be " + limits + ", not " + value);
    }
  }

  private static <T> ITypeConverter<T> whole(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (NumberFormatException e) {
        String limits =
            text.matches("[+-]?\\d+") ? " from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE : "";
        throw refusal("must be a whole number" + limits, text);
      }
    };
  }

  /** What is no int is outside every range, which is checked later. */
  private static int nearest(BigInteger value) {
    BigInteger most = BigInteger.valueOf(Integer.MAX_VALUE);
    BigInteger least = BigInteger.valueOf(Integer.MIN_VALUE);
    return value.min(most).max(least).intValueExact();
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

  /**
   * An empty name, as of a shell variable that is not set, would be the current folder. Models and
   * checkpoints are never read from a stream or written to one.
   */
  private static Path file(String text) {
    if (text.isEmpty() || text.equals("-")) {
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
