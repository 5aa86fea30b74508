package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * A forecaster for use: predicts the next values of a series of numbers, and says how surprising
 * each new value of a stream is. May be shared by any number of threads.
 */
public final class Forecaster {
  /** Windows that are computed together. */
  private static final int CHUNK = 64;

  private final ForecasterNetwork network;
  private final List<Double> spread;
  private final Passes<ForecasterPass> passes;

  /**
   * A network in use.
   *
   * @param network what computes
   * @param spread for each target how far from the next value predictions usually are, in the units
   *     of the data: two thirds of all errors are smaller; above 0
   * @throws IllegalArgumentException if there is not one spread for each target
   */
  public Forecaster(ForecasterNetwork network, List<Double> spread) {
    this.network = network;
    this.spread = List.copyOf(spread);
    int targets = network.config().variables().targets().size();
    if (spread.size() != targets || !spread.stream().allMatch(s -> s > 0 && Double.isFinite(s))) {
      throw new IllegalArgumentException(
          "a forecaster of "
              + targets
              + " targets needs a spread above 0 for each of them, not "
              + spread);
    }
    passes = new Passes<>(() -> new ForecasterPass(network, null));
  }

  /**
   * A forecaster on the kernels of this JVM.
   *
   * @param config its architecture
   * @param parameters its parameters, not needed any more afterwards
   * @param spread see above
   * @return the forecaster
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static Forecaster of(ForecasterConfig config, Parameters parameters, List<Double> spread) {
    Kernels kernels = KernelSelection.current().kernels();
    return new Forecaster(ForecasterNetwork.of(config, parameters, kernels), spread);
  }

  /**
   * What comes after some rows.
   *
   * @param history one row or more, with a value for each column, NaN where it is missing. More
   *     rows than the window of the configuration are not needed
   * @return the next values
   * @throws IllegalArgumentException if there is no row, or one has another number of values
   */
  public Forecast forecast(double[][] history) {
    return forecast(Series.of(config().variables().names(), history));
  }

  /**
   * What comes after a series.
   *
   * @param history of the columns that the forecaster reads, one row or more
   * @return the next values
   * @throws IllegalArgumentException if the columns are others, or there is no row
   */
  public Forecast forecast(Series history) {
    return forecast(
            List.of(SeriesWindow.ending(history, history.rows(), config().framing().window())))
        .getFirst();
  }

  /**
   * What comes after each of some windows; many together are faster than one by one.
   *
   * @param windows of any lengths, over series of the columns that the forecaster reads
   * @return the next values after each, in their order
   * @throws IllegalArgumentException if the columns of a series are others
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public List<Forecast> forecast(List<SeriesWindow> windows) {
    for (SeriesWindow window : windows) {
      if (!window.series().columns().equals(config().variables().names())) {
        throw new IllegalArgumentException(
            "this forecaster reads the columns "
                + config().variables().names()
                + ", not "
                + window.series().columns());
      }
    }
    List<Forecast> all = new ArrayList<>(windows.size());
    ForecasterPass pass = passes.take();
    for (int i = 0; i < windows.size(); i += CHUNK) {
      pass.begin(windows.subList(i, Math.min(i + CHUNK, windows.size())));
      pass.predict(Worker.solo());
      pass.forecasts().forEach(forecast -> all.add(requireNumbers(forecast)));
    }
    passes.give(pass);
    return all;
  }

  static Forecast requireNumbers(Forecast forecast) {
    if (!forecast.isFinite()) {
      throw LanguageModelSession.damaged();
    }
    return forecast;
  }

  /**
   * One stream through this forecaster.
   *
   * @return a new session that has read nothing
   */
  public ForecasterSession newSession() {
    return newSession(Double.POSITIVE_INFINITY);
  }

  /**
   * One stream that may have wrong values in it: those that are too surprising are not believed,
   * but read as missing, so that they do not spoil the forecasts after them. After three rows in
   * succession the world has changed, and the fourth is believed.
   *
   * @param doubt the largest surprise that is believed
   * @return a new session that has read nothing
   */
  public ForecasterSession newSession(double doubt) {
    return new ForecasterSession(this, doubt);
  }

  /** {@return the network} */
  public ForecasterNetwork network() {
    return network;
  }

  /** {@return for each target how far from the next value predictions usually are} */
  public List<Double> spread() {
    return spread;
  }

  /** {@return the architecture} */
  public ForecasterConfig config() {
    return network.config();
  }
}
