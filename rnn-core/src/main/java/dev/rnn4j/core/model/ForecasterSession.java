package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One stream of rows through a shared {@link Forecaster}, in constant memory: what comes next, and
 * how surprising each row is. A forecaster that predicts at every step carries its state from row
 * to row, without an end; another one reads its window anew at every row.
 *
 * <p>Used by one thread at a time; a call while another one is running is an {@link
 * IllegalStateException}.
 */
public final class ForecasterSession {
  private static final int MOST_DOUBTED = 3;

  private final Forecaster forecaster;
  private final double doubt;
  private final ForecasterPass pass;
  private final Worker worker = Worker.solo();
  private final RecurrentState state;
  private final int columns;

  /** The rows that are read at a step, the last ones of the stream. */
  private final double[] rows;

  private final Series series;
  private int filled;
  private int doubted;
  private @Nullable Forecast expected;
  private final AtomicBoolean inUse = new AtomicBoolean();

  ForecasterSession(Forecaster forecaster, double doubt) {
    this.forecaster = forecaster;
    this.doubt = doubt;
    ForecasterConfig config = forecaster.config();
    pass = new ForecasterPass(forecaster.network(), null);
    state = forecaster.network().newState(1);
    columns = config.variables().columns().size();
    int length = config.framing().everyStep() ? 1 : config.framing().window();
    rows = new double[Math.multiplyExact(length, columns)];
    series = new Series(config.variables().names(), rows);
  }

  /**
   * Reads a row.
   *
   * @param row a value for each column, NaN where it is missing; copied
   * @return the forecast of what follows, and how surprising the row is
   * @throws IllegalArgumentException if the row has another number of values
   * @throws IllegalStateException if the model's predictions are not numbers, or this session is in
   *     use by another thread
   */
  public ForecastStep step(double[] row) {
    Series.requireWidth(series.columns(), row);
    if (!inUse.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "this session is in use; give every thread a session of its own, or let them take turns");
    }
    try {
      double surprise = surprise(row);
      append(row);
      doubted = surprise > doubt && doubted < MOST_DOUBTED ? doubted + 1 : 0;
      if (doubted > 0) {
        forgetTargets();
      }
      Forecast next = Forecaster.requireNumbers(next());
      expected = next;
      return new ForecastStep(next, surprise);
    } finally {
      inUse.setRelease(false);
    }
  }

  private double surprise(double[] row) {
    Forecast before = expected;
    double most = Double.NaN;
    for (int k = 0; before != null && k < before.targets().size(); k++) {
      double value = row[forecaster.config().variables().column(k)];
      double error = Math.abs(value - before.value(0, k)) / forecaster.spread().get(k);
      most = error > most || Double.isNaN(most) ? error : most;
    }
    return most;
  }

  /** The rows stand at the end of their array. */
  private void append(double[] row) {
    System.arraycopy(rows, columns, rows, 0, rows.length - columns);
    System.arraycopy(row, 0, rows, rows.length - columns, columns);
    filled = Math.min(filled + 1, series.rows());
  }

  /** Of the last row. */
  private void forgetTargets() {
    for (int k = 0; k < forecaster.spread().size(); k++) {
      rows[rows.length - columns + forecaster.config().variables().column(k)] = Double.NaN;
    }
  }

  private Forecast next() {
    SeriesWindow window = SeriesWindow.ending(series, series.rows(), filled);
    if (forecaster.config().framing().everyStep()) {
      pass.resume(window, state);
      pass.predict(worker);
      pass.end(state);
    } else {
      pass.begin(List.of(window));
      pass.predict(worker);
    }
    return pass.forecasts().getFirst();
  }

  /** Forgets everything that was read. */
  public void reset() {
    state.reset();
    pass.forget();
    Arrays.fill(rows, 0);
    filled = 0;
    doubted = 0;
    expected = null;
  }
}
