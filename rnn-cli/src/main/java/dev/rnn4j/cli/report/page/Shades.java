package dev.rnn4j.cli.report.page;

/**
 * How strongly values are coloured: those of {@code low}, or of zero, not at all, those of {@code
 * high} the most. Where the range begins below zero, negative values have a colour of their own.
 */
public record Shades(double low, double high) {
  private static final int LEGEND = 5;

  public Shades {
    if (!(low < high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException("no range: from " + low + " to " + high);
    }
  }

  /** From -1 to 1; 0 for a value that is missing. */
  public double of(double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    return low < 0
        ? Math.clamp(value / Math.max(-low, Math.abs(high)), -1, 1)
        : Math.clamp((value - low) / (high - low), 0, 1);
  }

  /** Values of the whole range, to explain the colours. */
  public double[] legend() {
    double[] values = new double[LEGEND];
    for (int i = 0; i < LEGEND; i++) {
      values[i] = low + (high - low) * i / (LEGEND - 1);
    }
    return values;
  }
}
