package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterConfig.Framing;
import dev.rnn4j.core.model.ForecasterConfig.Preparation;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.core.model.SeriesWindow;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesSplitTest {
  private static ForecasterConfig config(Series series, int window, int horizon, boolean every) {
    return new ForecasterConfig(
        SeriesVariables.of(series, List.of("a"), "", series.rows()),
        new Framing(window, horizon, every),
        new Preparation(true, false, false, 0),
        StackConfig.of(1, new GruCell(), List.of(2), Directions.FORWARD),
        new RegressionLoss.Squared());
  }

  private static Series counting(int rows) {
    double[] values = new double[rows];
    Arrays.setAll(values, t -> t);
    return new Series(List.of("a"), values);
  }

  private static List<Integer> ends(List<SeriesWindow> windows) {
    return windows.stream().map(SeriesWindow::to).toList();
  }

  @Test
  void sharesAreCutInTheOrderOfTime() {
    assertEquals(new SeriesSplit(70, 10, 20), SeriesSplit.ofShares(100, 0.7, 0.1));
    assertEquals(new SeriesSplit(2, 0, 1), SeriesSplit.ofShares(3, 0.67, 0));
    assertEquals(new SeriesSplit(5, 0, 0), SeriesSplit.ofShares(5, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> SeriesSplit.ofShares(9, 0.8, 0.3));
    assertThrows(IllegalArgumentException.class, () -> SeriesSplit.ofShares(9, 0, 0.3));
    assertThrows(IllegalArgumentException.class, () -> SeriesSplit.ofShares(1, 0.1, 0.3));
  }

  @Test
  void noWindowIsTrainedOnWhatItIsTestedWith() {
    Series series = counting(20);
    SeriesSplit split = new SeriesSplit(10, 5, 4);
    ForecasterConfig config = config(series, 3, 2, false);
    assertEquals(List.of(3, 4, 5, 6, 7, 8), ends(split.training(series, config, 1)));
    assertEquals(List.of(3, 5, 7), ends(split.training(series, config, 2)));
    List<SeriesWindow> valid = split.validation(series, config);
    assertEquals(List.of(10, 11, 12, 13), ends(valid));
    assertEquals(7, valid.getFirst().from()); // reads rows to train on
    assertEquals(List.of(15, 16, 17), ends(split.test(series, config)));
    valid.forEach(window -> assertEquals(2, config.targets(window)));
    ForecasterConfig long1 = config(series, 12, 2, false);
    assertEquals(List.of(), split.training(series, long1, 1));
    assertEquals(0, split.validation(series, long1).getFirst().from()); // fewer rows than wanted
  }

  @Test
  void atEveryStepTheRowsOfOtherPartsAreNoTargets() {
    Series series = counting(20);
    SeriesSplit split = new SeriesSplit(10, 5, 4);
    ForecasterConfig config = config(series, 4, 2, true);
    List<SeriesWindow> train = split.training(series, config, 4);
    assertEquals(List.of(4, 8), ends(train));
    assertEquals(8, config.targets(train.getFirst()));
    assertEquals(8, config.targets(train.getLast()));
    assertEquals(7, config.targets(split.training(series, config, 1).getLast())); // 9 | 10
    // after rows 7 to 10: row 10 twice, 11 twice, 12 once
    assertEquals(5, config.targets(split.validation(series, config).get(1)));
  }

  @Test
  void windowsWithoutATargetAreLeftOut() {
    double[] values = new double[12];
    Arrays.fill(values, 5, 8, Double.NaN);
    Series series = new Series(List.of("a"), values);
    List<SeriesWindow> train =
        new SeriesSplit(12, 0, 0).training(series, config(series, 2, 2, false), 1);
    assertEquals(List.of(2, 3, 4, 7, 8, 9, 10), ends(train));
    assertTrue(new SeriesSplit(12, 0, 0).test(series, config(series, 2, 2, false)).isEmpty());
  }
}
