package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.ForecasterSession;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.train.data.GeneratedSeries;
import dev.rnn4j.train.data.SeriesSplit;
import java.util.Arrays;

/**
 * How many planted anomalies a forecaster finds by its surprise.
 *
 * @param planted how many there are in the part that is tested
 * @param reported how many rows are more surprising than the threshold
 * @param found how many of those are planted
 */
record Anomalies(int planted, int reported, int found) {
  /** Rows that are more surprising are reported. */
  static final double THRESHOLD = 5;

  static Anomalies in(GeneratedSeries generated, SeriesSplit split, Forecaster forecaster) {
    Series series = generated.series();
    int begin = split.train() + split.valid();
    ForecasterSession session = forecaster.newSession(THRESHOLD);
    double[] row = new double[series.columns().size()];
    int planted = 0;
    int reported = 0;
    int found = 0;
    for (int t = begin - forecaster.config().framing().window(); t < begin + split.test(); t++) {
      int at = t;
      Arrays.setAll(row, c -> series.get(at, c));
      boolean surprising = session.step(row).surprise() > THRESHOLD;
      if (t >= begin) {
        planted += generated.isAnomaly(t) ? 1 : 0;
        reported += surprising ? 1 : 0;
        found += surprising && generated.isAnomaly(t) ? 1 : 0;
      }
    }
    return new Anomalies(planted, reported, found);
  }

  String line() {
    return Text.format(
        "anomalies: of %d planted in the test part, %d are among the %d rows more surprising than"
            + " %s: precision %.1f%%, recall %.1f%%",
        planted,
        found,
        reported,
        Text.setting(THRESHOLD),
        100.0 * found / Math.max(1, reported),
        100.0 * found / Math.max(1, planted));
  }
}
