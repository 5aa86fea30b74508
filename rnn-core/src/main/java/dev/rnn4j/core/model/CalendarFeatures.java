package dev.rnn4j.core.model;

import java.time.LocalDateTime;
import java.util.List;

/**
 * The hour of the day and the day of the week as numbers. Each is a point on a circle, so that
 * midnight is as near to 23 o'clock as to one o'clock.
 */
public final class CalendarFeatures {
  /** The names of the columns. */
  public static final List<String> NAMES =
      List.of("hour sin", "hour cos", "weekday sin", "weekday cos");

  private static final double SECONDS_A_DAY = 86_400;

  private CalendarFeatures() {}

  /**
   * The features of a moment.
   *
   * @param time the moment
   * @param into receives them, in the order of {@link #NAMES}
   * @param at where the first goes
   */
  public static void fill(LocalDateTime time, double[] into, int at) {
    double day = time.toLocalTime().toSecondOfDay() / SECONDS_A_DAY;
    double week = (time.getDayOfWeek().getValue() - 1 + day) / 7;
    into[at] = Math.sin(2 * Math.PI * day);
    into[at + 1] = Math.cos(2 * Math.PI * day);
    into[at + 2] = Math.sin(2 * Math.PI * week);
    into[at + 3] = Math.cos(2 * Math.PI * week);
  }
}
