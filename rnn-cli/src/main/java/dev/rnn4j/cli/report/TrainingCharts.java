package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.TrainingHistory.Epoch;
import dev.rnn4j.cli.report.page.LineChart;
import dev.rnn4j.cli.report.page.Numbers;
import dev.rnn4j.cli.report.page.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The pictures of a training's history. */
final class TrainingCharts {
  private static final String EPOCH = "epoch";
  private static final double WIDE = 20;

  private final TrainingHistory history;
  private final Measure measure;
  private final double clip;

  TrainingCharts(TrainingHistory history, TrainingReport.About about) {
    this.history = history;
    measure = about.measure();
    clip = about.clip();
  }

  List<LineChart> all() {
    List<LineChart> charts = new ArrayList<>();
    charts.add(loss());
    if (isValidated()) {
      charts.add(metric());
    }
    charts.add(rate());
    charts.add(norm());
    if (clip > 0) {
      charts.add(clipped());
    }
    charts.add(speed());
    return charts;
  }

  private boolean isValidated() {
    return history.epochs().stream().anyMatch(each -> !Double.isNaN(each.report().validLoss()));
  }

  private LineChart loss() {
    LineChart chart = new LineChart("Loss, " + measure.name(), EPOCH);
    atPoints(chart, "training", StepSums::loss);
    if (measure.validatesLoss() && isValidated()) {
      atEpochs(chart, "validation", each -> each.report().validLoss());
    }
    return chart;
  }

  private LineChart metric() {
    LineChart chart = new LineChart("Validation, " + measure.metric(), EPOCH);
    return atEpochs(chart, "after each epoch", this::metricOf);
  }

  private double metricOf(Epoch epoch) {
    return measure.metricOf().applyAsDouble(epoch.report().validLoss());
  }

  private LineChart rate() {
    LineChart chart = new LineChart("Learning rate", EPOCH);
    atPoints(chart, "in the last step", StepSums::rate);
    return scaled(chart, history.atPoints(StepSums::rate));
  }

  private LineChart norm() {
    LineChart chart = new LineChart("Gradient norm before clipping", EPOCH);
    atPoints(chart, "mean", StepSums::meanNorm);
    atPoints(chart, "largest", StepSums::largestNorm);
    double[] largest = history.atPoints(StepSums::largestNorm);
    if (clip > 0 && Arrays.stream(largest).anyMatch(norm -> norm > clip / 4)) {
      chart.level("clipped above", clip); // otherwise the curves would be flat below it
    }
    return scaled(chart, largest);
  }

  private LineChart clipped() {
    LineChart chart =
        new LineChart("Steps clipped to a norm of " + Numbers.of(clip) + ", percent", EPOCH);
    return atPoints(chart, "share", StepSums::percentClipped).including(0).including(10);
  }

  private LineChart speed() {
    LineChart chart = new LineChart(measure.unit() + " per second in training", EPOCH);
    return atPoints(chart, "speed", StepSums::targetsPerSecond).including(0);
  }

  /** Logarithmic if values are far apart, otherwise from zero on. */
  private static LineChart scaled(LineChart chart, double[] values) {
    double low = Arrays.stream(values).filter(v -> v > 0).min().orElse(1);
    double high = Arrays.stream(values).max().orElse(1);
    return high / low > WIDE ? chart.logarithmic() : chart.including(0);
  }

  private LineChart atPoints(LineChart chart, String name, ToDoubleFunction<StepSums> value) {
    return chart.series(name, history.atPoints(StepSums::end), history.atPoints(value));
  }

  private LineChart atEpochs(LineChart chart, String name, ToDoubleFunction<Epoch> value) {
    return chart.series(name, history.atEpochs(Epoch::number), history.atEpochs(value));
  }

  /** A row for each epoch that was kept. */
  Table epochs() {
    Table table =
        new Table(
            EPOCH,
            "training loss",
            "validation, " + measure.metric(),
            "",
            "learning rate",
            "norm",
            "clipped",
            measure.unit() + "/s",
            "time");
    int best = history.bestNumber();
    for (Epoch epoch : history.epochs()) {
      StepSums sums = epoch.sums();
      table.row(
          Numbers.of(epoch.number()),
          Text.format("%.4f", epoch.report().trainLoss()),
          fixed("%.4f", metricOf(epoch)),
          epoch.number() == best && isValidated() ? "best" : "",
          Numbers.of(epoch.report().learningRate()),
          Numbers.of(sums.meanNorm()),
          fixed("%.1f%%", sums.percentClipped()),
          fixed("%,.0f", sums.targetsPerSecond()),
          Text.duration(epoch.seconds()));
    }
    return table;
  }

  private static String fixed(String pattern, double value) {
    return Double.isFinite(value) ? Text.format(pattern, value) : Numbers.MISSING;
  }
}
