package dev.rnn4j.cli.option;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of {@code --task}.
 *
 * @param value one of the names that there are
 */
public record TaskName(String value) {
  /**
   * Refuses what is none of them.
   *
   * @param known the names that there are
   */
  public record Converter(List<String> known) implements ITypeConverter<TaskName> {
    @Override
    public TaskName convert(String text) {
      if (!known.contains(text)) {
        throw new TypeConversionException(
            "must be one of " + String.join(", ", known) + ", not " + text);
      }
      return new TaskName(text);
    }
  }
}
