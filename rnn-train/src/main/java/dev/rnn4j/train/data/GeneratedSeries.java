package dev.rnn4j.train.data;

import dev.rnn4j.core.model.CalendarFeatures;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.random.RandomSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * An hourly load as a meter might report it, generated from a seed: a trend, a daily and a weekly
 * season, weather that drifts, noise; hours that are missing, and some values that are wrong.
 */
public final class GeneratedSeries {
  /** The name of what is to be forecast. */
  public static final String TARGET = "load";

  /** The name of the column of times. */
  public static final String TIME = "time";

  private static final LocalDateTime BEGIN = LocalDateTime.of(2024, 1, 1, 0, 0);
  private static final double NOISE = 1.5;
  private static final double DRIFT = 0.98;
  private static final int HOURS_A_DAY = 24;
  private static final int HOURS_A_WEEK = 7 * HOURS_A_DAY;

  /** Of so many hours one has a wrong value, and at one a gap begins. */
  private static final int ONE_IN = 80;

  private static final int LONGEST_GAP = 6;

  private final Series series;
  private final BitSet anomalies = new BitSet();

  /**
   * A series.
   *
   * @param hours how many rows
   * @param seed of everything random
   */
  public GeneratedSeries(int hours, long seed) {
    RandomSource random = new RandomSource(seed);
    List<String> columns = new ArrayList<>(List.of(TARGET));
    columns.addAll(CalendarFeatures.NAMES);
    double[] values = new double[Math.multiplyExact(hours, columns.size())];
    double weather = 0;
    int gap = 0;
    for (int t = 0; t < hours; t++) {
      int at = t * columns.size();
      weather = DRIFT * weather + NOISE * normal(random);
      double value = 100 + 0.004 * t + seasons(t) + weather + NOISE * normal(random);
      if (random.nextInt(ONE_IN) == 0) {
        anomalies.set(t);
        double off = (12 + 18 * random.nextDouble()) * NOISE;
        value += random.nextInt(2) == 0 ? off : -off;
      }
      if (random.nextInt(ONE_IN) == 0) {
        gap = 1 + random.nextInt(LONGEST_GAP);
      }
      if (gap > 0) {
        gap--;
        anomalies.clear(t);
        value = Double.NaN;
      }
      values[at] = value;
      CalendarFeatures.fill(BEGIN.plusHours(t), values, at + 1);
    }
    series = new Series(columns, values);
  }

  /** A peak in the morning, a higher one in the evening, and quiet weekends. */
  private static double seasons(int t) {
    double day = 2 * Math.PI * (t % HOURS_A_DAY) / HOURS_A_DAY;
    boolean weekend = t % HOURS_A_WEEK >= 5 * HOURS_A_DAY;
    double daily = -14 * Math.cos(day) - 8 * Math.cos(2 * day + 0.6);
    return weekend ? 0.5 * daily - 12 : daily;
  }

  /** Near enough to normal: the sum of twelve uniform numbers. */
  private static double normal(RandomSource random) {
    double[] draws = new double[12];
    Arrays.setAll(draws, _ -> random.nextDouble());
    return Arrays.stream(draws).sum() - 6;
  }

  /** {@return the rows} */
  public Series series() {
    return series;
  }

  /**
   * Whether the value of a row was made wrong.
   *
   * @param row from 0
   * @return true if so
   */
  public boolean isAnomaly(int row) {
    return anomalies.get(row);
  }

  /**
   * The time of a row.
   *
   * @param row from 0
   * @return the time
   */
  public static LocalDateTime time(int row) {
    return BEGIN.plusHours(row);
  }
}
