package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterConfig.Framing;
import dev.rnn4j.core.model.ForecasterConfig.Preparation;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesColumn;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.core.model.SeriesWindow;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * A small forecaster with windows of a series that has gaps, all of it derived from one number.
 *
 * @param seed of everything
 */
public record ForecasterCase(long seed) {
  private static final int ROWS = 30;
  private static final int[] WIDTHS = {1, 2, 3, 7, 8, 9, 15, 16, 17};

  /** Random small forecasters of every kind. */
  static Arbitrary<ForecasterCase> all() {
    return Arbitraries.longs().map(ForecasterCase::new);
  }

  private SplittableRandom random(long purpose) {
    return new SplittableRandom(seed * 1009 + purpose);
  }

  ForecasterConfig config() {
    SplittableRandom random = random(1);
    int columns = random.nextInt(1, 5);
    List<SeriesColumn> all = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      all.add(new SeriesColumn("c" + c, random.nextInt(-3, 4), random.nextInt(1, 5) / 2.0));
    }
    List<String> targets = random.nextBoolean() ? List.of("c0") : List.of("c" + (columns - 1));
    if (columns > 1 && random.nextBoolean()) {
      targets = List.of("c" + (columns - 1), "c0");
    }
    SeriesVariables variables = new SeriesVariables(all, targets, "");
    boolean everyStep = random.nextBoolean();
    Framing framing = new Framing(random.nextInt(1, 8), random.nextInt(1, 4), everyStep);
    Preparation preparation =
        new Preparation(
            random.nextBoolean(),
            !everyStep && random.nextBoolean(),
            random.nextBoolean(),
            random.nextInt(4));
    int inputs = columns * (preparation.masks() ? 2 : 1);
    return new ForecasterConfig(
        variables, framing, preparation, stack(inputs, everyStep, random), loss(random));
  }

  private static StackConfig stack(int inputs, boolean everyStep, SplittableRandom random) {
    List<LayerConfig> layers = new ArrayList<>();
    for (int l = random.nextInt(1, 3); l > 0; l--) {
      CellConfig cell = Cells.examples().get(random.nextInt(Cells.examples().size()));
      layers.add(new LayerConfig(cell, WIDTHS[random.nextInt(WIDTHS.length)]));
    }
    boolean forward = everyStep || random.nextBoolean();
    return new StackConfig(
        inputs,
        layers,
        forward ? Directions.FORWARD : Directions.CONCATENATED,
        random.nextBoolean() ? 0 : 0.25f,
        false);
  }

  private static RegressionLoss loss(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> new RegressionLoss.Squared();
      case 1 -> new RegressionLoss.Absolute();
      default -> new RegressionLoss.Quantiles(List.of(0.1, 0.5, 0.75));
    };
  }

  /** Values of which a quarter is missing, in runs and at the beginning, too. */
  Series series() {
    SplittableRandom random = random(2);
    List<String> names = config().variables().names();
    double[] values = new double[ROWS * names.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4) == 0 ? Double.NaN : random.nextDouble(-2, 2);
    }
    return new Series(names, values);
  }

  /** Of any lengths, in any order, some of whose targets belong to others. */
  List<SeriesWindow> windows() {
    SplittableRandom random = random(3);
    Series series = series();
    SeriesWindow[] windows = new SeriesWindow[random.nextInt(1, 5)];
    Arrays.setAll(
        windows,
        _ -> {
          int from = random.nextInt(ROWS - 9);
          int to = from + random.nextInt(1, 9);
          int first = random.nextInt(from, to + 1);
          return new SeriesWindow(series, from, to, first, Math.min(ROWS, to + random.nextInt(4)));
        });
    return List.of(windows);
  }

  /** Of every parameter, values that floats hold; live. */
  Map<String, double[]> variables() {
    SplittableRandom random = random(4);
    Map<String, double[]> all = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : config().layout().entries()) {
      double range = entry.vector() ? 0.5 : 1 / Math.sqrt(entry.cols());
      double[] values = new double[entry.size()];
      Arrays.setAll(values, _ -> (float) random.nextDouble(-range, range));
      all.put(entry.name(), values);
    }
    return all;
  }

  Parameters parameters() {
    Parameters parameters = new Parameters(config().layout());
    variables().forEach((name, values) -> StackRun.copy(values, parameters.matrix(name)));
    return parameters;
  }
}
