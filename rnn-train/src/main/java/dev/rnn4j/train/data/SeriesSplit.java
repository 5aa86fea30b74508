package dev.rnn4j.train.data;

import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterConfig.Framing;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesWindow;
import java.util.ArrayList;
import java.util.List;

/**
 * A series cut in the order of time: rows to train on, to validate with, and to test with. A window
 * may read rows of the parts before its own, but is held against rows of its own part only.
 *
 * @param train how many rows come first, 1 or more
 * @param valid how many rows come next, 0 or more
 * @param test how many rows follow, 0 or more; rows after those are not used
 */
public record SeriesSplit(int train, int valid, int test) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public SeriesSplit {
    if (train < 1 || valid < 0 || test < 0) {
      throw new IllegalArgumentException(
          "a series needs rows to train on, and 0 or more for validation and test, not %d, %d, %d"
              .formatted(train, valid, test));
    }
  }

  /**
   * Shares of a series.
   *
   * @param rows how many there are
   * @param train share of the first part
   * @param valid share of the second; the rest is the third
   * @return parts that use all rows
   * @throws IllegalArgumentException if the shares are not between 0 and 1 together
   */
  public static SeriesSplit ofShares(int rows, double train, double valid) {
    if (!(train > 0 && valid >= 0 && train + valid <= 1 + 1e-9)) {
      throw new IllegalArgumentException(
          "shares for training and validation must be between 0 and 1 together, not %s and %s"
              .formatted(train, valid));
    }
    int first = (int) Math.round(rows * train);
    int second = Math.min((int) Math.round(rows * (train + valid)), rows);
    return new SeriesSplit(first, second - first, rows - second);
  }

  /**
   * Windows to train on.
   *
   * @param series the data
   * @param config what is trained
   * @param stride from window to window, 1 or more
   * @return those that have a target, in the order of time
   */
  public List<SeriesWindow> training(Series series, ForecasterConfig config, int stride) {
    Framing framing = config.framing();
    int last = train - (framing.everyStep() ? 1 : framing.horizon());
    List<SeriesWindow> windows = new ArrayList<>();
    for (int to = framing.window(); to <= last; to += stride) {
      windows.add(new SeriesWindow(series, to - framing.window(), to, 0, train));
    }
    windows.removeIf(window -> config.targets(window) == 0);
    return windows;
  }

  /**
   * Windows to validate with: every row of the part follows one.
   *
   * @param series the data
   * @param config what is validated
   * @return those whose whole horizon lies in the part and has a target, in the order of time
   */
  public List<SeriesWindow> validation(Series series, ForecasterConfig config) {
    return windows(series, config, train, train + valid);
  }

  /**
   * Windows to test with.
   *
   * @param series the data
   * @param config what is tested
   * @return those whose whole horizon lies in the part and has a target, in the order of time
   */
  public List<SeriesWindow> test(Series series, ForecasterConfig config) {
    return windows(series, config, train + valid, train + valid + test);
  }

  private static List<SeriesWindow> windows(
      Series series, ForecasterConfig config, int from, int end) {
    Framing framing = config.framing();
    List<SeriesWindow> windows = new ArrayList<>();
    for (int to = from; to + framing.horizon() <= end; to++) {
      windows.add(new SeriesWindow(series, Math.max(0, to - framing.window()), to, from, end));
    }
    windows.removeIf(window -> config.targets(window) == 0);
    return windows;
  }
}
