package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.train.data.SeriesSplit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of {@code --split}: parts for training, validation and test, in the order of time.
 *
 * @param train rows or share of the first part
 * @param valid of the second
 * @param test of the third
 * @param shares whether they are shares
 */
record SplitValue(double train, double valid, double test, boolean shares) {
  static final String USUAL = "0.7,0.15,0.15";

  /** Reads {@code 8640,2880,2880} or {@code 0.7,0.15,0.15}. */
  static final class Converter implements ITypeConverter<SplitValue> {
    @Override
    public SplitValue convert(String text) {
      String[] parts = text.split(",", -1);
      if (parts.length != 3) {
        throw refusal(text);
      }
      boolean shares = !text.matches("[\\d,]+");
      double[] values = new double[3];
      for (int i = 0; i < 3; i++) {
        if (!parts[i].matches("\\d*\\.?\\d+|\\d+\\.")) {
          throw refusal(text);
        }
        values[i] = Double.parseDouble(parts[i]);
      }
      if (shares && values[0] + values[1] + values[2] > 1 + 1e-9) {
        throw new TypeConversionException("shares must sum to 1 at most, not \"" + text + "\"");
      }
      return new SplitValue(values[0], values[1], values[2], shares);
    }

    private static TypeConversionException refusal(String text) {
      return new TypeConversionException(
          "must be three numbers of rows, as in 8640,2880,2880, or three shares, as in "
              + USUAL
              + ", not \""
              + text
              + "\"");
    }
  }

  /** The parts of so many rows. */
  SeriesSplit of(int rows) {
    int[] counts = {count(train, rows), count(valid, rows), count(test, rows)};
    if (shares) {
      counts[2] = Math.min(counts[2], rows - counts[0] - counts[1]);
    }
    if (counts[0] < 1 || (long) counts[0] + counts[1] + counts[2] > rows) {
      throw new CliException(
          "--split asks for %,d, %,d and %,d rows, the first at least one; there are %s"
              .formatted(counts[0], counts[1], counts[2], Text.count(rows, "row")));
    }
    return new SeriesSplit(counts[0], counts[1], counts[2]);
  }

  private int count(double value, int rows) {
    return (int) Math.min(Integer.MAX_VALUE, Math.round(shares ? value * rows : value));
  }
}
