package dev.rnn4j.core.model;

/**
 * A column that a model reads, and how its values are normalised: a network learns from numbers of
 * about the size of 1.
 *
 * @param name as in the data
 * @param mean what becomes 0
 * @param deviation what becomes 1, above 0
 */
public record SeriesColumn(String name, double mean, double deviation) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if they are not finite, or the deviation is not above 0
   */
  public SeriesColumn {
    if (!Double.isFinite(mean) || !(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "column %s needs a finite mean and a deviation above 0, not %s and %s"
              .formatted(name, mean, deviation));
    }
  }

  /**
   * A column normalised to the mean 0 and the deviation 1 of some rows: those that are trained on.
   *
   * @param series the data
   * @param column from 0
   * @param from the first row
   * @param to behind the last row
   * @return the column; one that is constant there has the deviation 1
   * @throws IllegalArgumentException if none of the rows has a value
   */
  public static SeriesColumn of(Series series, int column, int from, int to) {
    String name = series.columns().get(column);
    double sum = 0;
    int count = 0;
    for (int t = from; t < to; t++) {
      double value = series.get(t, column);
      if (!Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException(
          "column " + name + " has no value in the part to train on; leave it out");
    }
    double mean = sum / count;
    double squares = 0;
    for (int t = from; t < to; t++) {
      double difference = series.get(t, column) - mean;
      squares += Double.isNaN(difference) ? 0 : difference * difference;
    }
    double deviation = Math.sqrt(squares / count);
    boolean constant = deviation <= 1e-12 * Math.max(1, Math.abs(mean));
    return new SeriesColumn(name, mean, constant ? 1 : deviation);
  }

  /**
   * A value as a network reads it.
   *
   * @param value as in the data
   * @return (value - mean) / deviation
   */
  public double normalised(double value) {
    return (value - mean) / deviation;
  }

  /**
   * A value as in the data.
   *
   * @param normalised as a network computes it
   * @return mean + deviation · normalised
   */
  public double restored(double normalised) {
    return mean + deviation * normalised;
  }
}
