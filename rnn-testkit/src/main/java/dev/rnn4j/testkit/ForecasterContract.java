package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.Forecast;
import dev.rnn4j.core.model.ForecastStep;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterNetwork;
import dev.rnn4j.core.model.ForecasterPass;
import dev.rnn4j.core.model.ForecasterSession;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesWindow;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What forecasters compute, on any kernels, whatever is missing and however long windows are. */
public abstract class ForecasterContract {
  private static final double KINK_DISTANCE = 1e-3;
  private static final float SCALE = 0.375f;
  private static final int SAMPLE = 7;
  private static final long KEY = 11;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small forecasters. */
  @Provide
  public Arbitrary<ForecasterCase> cases() {
    return ForecasterCase.all();
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  public void lossesAndForecastsAreThoseOfTheReference(@ForAll("cases") ForecasterCase example) {
    ForecasterConfig config = example.config();
    ReferenceForecaster.Result expected =
        new ReferenceForecaster(config, example.variables()).run(example.windows());
    ForecasterPass pass = pass(example, null);
    pass.begin(example.windows());
    pass.evaluate(Worker.solo());
    double limit = 1e-4 * (1 + Math.abs(expected.loss()));
    assertEquals(expected.loss(), pass.totalLoss(), limit);
    List<Forecast> forecasts = pass.forecasts();
    for (int i = 0; i < forecasts.size(); i++) {
      double[] values = sorted(expected.predictions().get(i), config.loss().outputs());
      double magnitude = 10 + GradientComparison.largest(values);
      double[] actual = values(forecasts.get(i));
      for (int j = 0; j < values.length; j++) {
        assertEquals(values[j], actual[j], 1e-5 * magnitude, "prediction " + j);
      }
    }
  }

  private static double[] sorted(double[] values, int outputs) {
    for (int i = 0; i < values.length; i += outputs) {
      Arrays.sort(values, i, i + outputs);
    }
    return values;
  }

  /** All predictions, the quantiles of each one after the other. */
  private static double[] values(Forecast forecast) {
    int outputs = Math.max(1, forecast.levels().size());
    int targets = forecast.targets().size();
    double[] values = new double[forecast.horizon() * targets * outputs];
    Arrays.setAll(
        values,
        j -> {
          int step = j / outputs / targets;
          int target = j / outputs % targets;
          return forecast.levels().isEmpty()
              ? forecast.value(step, target)
              : forecast.quantile(step, target, j % outputs);
        });
    return values;
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  public void gradientsAreTheNumericOnes(@ForAll("cases") ForecasterCase example) {
    ForecasterConfig config = example.config();
    Assume.that(!config.stack().regularization().isRandom());
    Map<String, double[]> variables = example.variables();
    ReferenceForecaster reference = new ReferenceForecaster(config, variables);
    List<SeriesWindow> windows = example.windows();
    Assume.that(reference.run(windows).kinkDistance() > KINK_DISTANCE);
    Parameters gradients = new Parameters(config.layout());
    ForecasterPass pass = pass(example, gradients);
    spoil(pass, example);
    Arrays.fill(gradients.values(), Float.NaN);
    pass.begin(windows);
    pass.compute(Worker.solo(), SCALE, KEY);
    int[] lengths = windows.stream().mapToInt(SeriesWindow::length).toArray();
    double additions =
        GradientComparison.sumLength(config.stack(), SequenceOrder.of(lengths).batch())
            + config.layout().size() / 10.0;
    variables.forEach((name, variable) -> {
      int[] chosen = CentralDifferences.sampleIndices(variable.length, SAMPLE, example.seed());
      double[] numeric =
          CentralDifferences.twoPoint()
              .gradient(_ -> SCALE * reference.run(windows).loss(), variable, chosen);
      GradientComparison.ofTerms(additions, 1)
          .assertClose(name, chosen, EngineRun.values(gradients.matrix(name)), numeric);
    });
  }

  /** Leaves NaN in the buffers, of more and longer windows. */
  private static void spoil(ForecasterPass pass, ForecasterCase example) {
    Series series = example.series();
    double[] infinite = new double[series.rows() * series.columns().size()];
    Arrays.fill(infinite, Double.POSITIVE_INFINITY);
    Series bad = new Series(series.columns(), infinite);
    SeriesWindow window = new SeriesWindow(bad, 0, bad.rows() - 1, 0, bad.rows());
    pass.begin(Collections.nCopies(6, window));
    pass.compute(Worker.solo(), SCALE, KEY);
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfThreadsGivesTheSameBits(@ForAll("cases") ForecasterCase example) {
    float[] alone = gradients(example, 1);
    Bits.assertEqual("2 workers", alone, gradients(example, 2));
    Bits.assertEqual("3 workers", alone, gradients(example, 3));
  }

  private float[] gradients(ForecasterCase example, int threads) {
    Parameters gradients = new Parameters(example.config().layout());
    ForecasterPass pass = pass(example, gradients);
    pass.begin(example.windows());
    try (Workers workers = new Workers(threads)) {
      workers.run(w -> pass.compute(w, SCALE, KEY));
    }
    return gradients.values();
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void aWindowIsForecastAsAlone(@ForAll("cases") ForecasterCase example) {
    Forecaster forecaster = forecaster(example);
    List<Forecast> together = forecaster.forecast(example.windows());
    for (int i = 0; i < together.size(); i++) {
      SeriesWindow window = example.windows().get(i);
      double[] alone = values(forecaster.forecast(List.of(window)).getFirst());
      Bits.assertEqual("window " + i, alone, values(together.get(i)));
      SeriesWindow again = new SeriesWindow(window.series(), window.from(), window.to(), 0, 0);
      Bits.assertEqual(
          "without targets", alone, values(forecaster.forecast(List.of(again)).getFirst()));
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void aStreamIsForecastAsItsPast(@ForAll("cases") ForecasterCase example) {
    Forecaster forecaster = forecaster(example);
    Series series = example.series();
    boolean everyStep = example.config().framing().everyStep();
    int window = everyStep ? series.rows() : example.config().framing().window();
    ForecasterSession session = forecaster.newSession();
    session.step(row(series, 3)); // as good as unread after the reset
    session.reset();
    for (int t = 0; t < 12; t++) {
      ForecastStep step = session.step(row(series, t));
      Forecast expected =
          forecaster.forecast(List.of(SeriesWindow.ending(series, t + 1, window))).getFirst();
      Bits.assertEqual("after row " + t, values(expected), values(step.next()));
      assertEquals(
          surprise(forecaster, series, t, window), step.surprise(), 1e-12, "surprise of row " + t);
    }
  }

  private static double[] row(Series series, int t) {
    double[] row = new double[series.columns().size()];
    Arrays.setAll(row, c -> series.get(t, c));
    return row;
  }

  private static double surprise(Forecaster forecaster, Series series, int t, int window) {
    if (t == 0) {
      return Double.NaN;
    }
    Forecast before =
        forecaster.forecast(List.of(SeriesWindow.ending(series, t, window))).getFirst();
    double most = Double.NaN;
    for (int k = 0; k < before.targets().size(); k++) {
      double value = series.get(t, forecaster.config().variables().column(k));
      if (!Double.isNaN(value)) {
        double error = Math.abs(before.value(0, k) - value) / forecaster.spread().get(k);
        most = Double.isNaN(most) ? error : Math.max(most, error);
      }
    }
    return most;
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void whatIsNotReadDoesNotMatter(@ForAll("cases") ForecasterCase example) {
    Forecaster forecaster = forecaster(example);
    int window = example.config().framing().window();
    Series series = example.series();
    double[][] rows = new double[window + 3][];
    Arrays.setAll(rows, t -> row(series, t));
    double[][] needed = Arrays.copyOfRange(rows, 3, rows.length);
    Bits.assertEqual(
        "older rows", values(forecaster.forecast(needed)), values(forecaster.forecast(rows)));
    assertTrue(forecaster.forecast(needed).horizon() == example.config().framing().horizon());
  }

  private Forecaster forecaster(ForecasterCase example) {
    ForecasterNetwork network =
        ForecasterNetwork.of(example.config(), example.parameters(), kernels());
    int targets = example.config().variables().targets().size();
    return new Forecaster(network, Collections.nCopies(targets, 0.5));
  }

  private ForecasterPass pass(ForecasterCase example, @Nullable Parameters gradients) {
    return new ForecasterPass(
        ForecasterNetwork.trainable(example.config(), example.parameters(), kernels()), gradients);
  }
}
