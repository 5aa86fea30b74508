package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.report.page.LineChart;
import dev.rnn4j.cli.report.page.Page;
import dev.rnn4j.cli.report.page.Picture;
import dev.rnn4j.cli.report.page.Table;
import dev.rnn4j.train.gradients.LayerFlow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How gradients go back in time, as a page and as pictures. */
public final class GradientPage {
  private static final String DISTANCE = "steps back";
  private static final String STEP = "step";
  private static final List<String> STATES = List.of("fresh", "trained");

  private final GradientReport report;

  public GradientPage(GradientReport report) {
    this.report = report;
  }

  /** The page; {@code command} repeats the measurement. */
  public Page page(String command) {
    Page page = new Page("Gradients through time").add(Block.values(report.about()));
    page.add(
        Block.paragraph(
            "The norm of the gradient of the loss of one step by the state so many steps before:"
                + " the median over steps and sequences. A straight line is a decay by the same"
                + " factor from step to step. What single precision cannot hold, below 1e-45, is"
                + " not drawn. Dotted lines are predictions that begin where the gradient does:"
                + " the power of the spectral radius of a simple RNN's matrix diag(f') W, the"
                + " product of an LSTM's gate f, or of a GRU's z."));
    for (String state : STATES) {
      List<LineChart> charts = List.copyOf(flows(state).values());
      if (!charts.isEmpty()) {
        page.add(Block.heading(state.equals("fresh") ? "Before training" : "After training"));
        page.add(Block.grid(charts));
      }
    }
    page.add(Block.heading("Rates")).add(rates());
    Map<String, LineChart> trainings = trainings();
    if (!trainings.isEmpty()) {
      page.add(Block.heading("Training")).add(Block.grid(List.copyOf(trainings.values())));
      page.add(summary());
    }
    return page.add(Block.heading("Command")).add(Block.preformatted(command));
  }

  /** Writes every picture as a file of its own into a folder that exists. */
  public void writePictures(Path folder) throws IOException {
    Map<Path, LineChart> pictures = new LinkedHashMap<>();
    Stream.of(flows(STATES.getFirst()), flows(STATES.getLast()), trainings())
        .forEach(charts ->
            charts.forEach((name, chart) -> pictures.put(folder.resolve(name + ".svg"), chart)));
    for (Path file : pictures.keySet()) {
      if (!Picture.mayReplace(file)) {
        throw new CliException(
            file
                + " exists and is no picture of rnn4j, so it is not replaced; name another"
                + " folder");
      }
    }
    for (Map.Entry<Path, LineChart> each : pictures.entrySet()) {
      Picture.write(each.getValue(), each.getKey());
    }
  }

  /** Charts of all layers before or after training, by the name of a file. */
  private Map<String, LineChart> flows(String state) {
    List<GradientCase> cases =
        report.cases().stream().filter(each -> each.states().containsKey(state)).toList();
    Map<String, LineChart> charts = new LinkedHashMap<>();
    int layers = cases.isEmpty() ? 0 : flow(cases.getFirst(), state).size();
    for (int l = 0; l < layers; l++) {
      int layer = l;
      String of = layers == 1 ? "" : " of layer " + (l + 1);
      String file = state + (layers == 1 ? "" : "-" + (l + 1));
      LineChart hidden = new LineChart("Gradient of h" + of + ", " + state, DISTANCE);
      cases.forEach(each -> addHidden(hidden, each, flow(each, state).get(layer)));
      charts.put(file + "-h", hidden.logarithmic());
      if (cases.stream().anyMatch(each -> !flow(each, state).get(layer).cell().isEmpty())) {
        LineChart cell = new LineChart("Gradient of c" + of + ", " + state, DISTANCE);
        cases.forEach(each -> addCell(cell, each, flow(each, state).get(layer)));
        charts.put(file + "-c", cell.logarithmic());
      }
    }
    return charts;
  }

  private static List<LayerFlow> flow(GradientCase of, String state) {
    return of.states().getOrDefault(state, List.of());
  }

  private static void addHidden(LineChart chart, GradientCase each, LayerFlow flow) {
    add(chart, each.name(), each, false, flow.hidden());
    if (flow.cell().isEmpty() && !flow.carried().isEmpty()) {
      add(chart, "product of " + flow.gate(), each, true, begun(flow.hidden(), flow.carried()));
    }
    if (flow.radius() > 0) {
      List<Double> powers =
          IntStream.range(0, flow.hidden().size())
              .mapToObj(k -> Math.pow(flow.radius(), k))
              .toList();
      add(chart, "power of the radius", each, true, begun(flow.hidden(), powers));
    }
  }

  private static void addCell(LineChart chart, GradientCase each, LayerFlow flow) {
    if (!flow.cell().isEmpty()) {
      add(chart, each.name(), each, false, flow.cell());
      add(chart, "product of " + flow.gate(), each, true, begun(flow.cell(), flow.carried()));
    }
  }

  /** A prediction that begins where the measurement does. */
  private static List<Double> begun(List<Double> measured, List<Double> predicted) {
    double factor = measured.getFirst() / predicted.getFirst();
    return predicted.stream().map(value -> value * factor).toList();
  }

  private static void add(
      LineChart chart, String name, GradientCase each, boolean dashed, List<Double> values) {
    double[] x = IntStream.rangeClosed(1, values.size()).asDoubleStream().toArray();
    double[] y = values.stream().mapToDouble(Double::doubleValue).toArray();
    chart.series(name, each.color(), dashed, x, y);
  }

  private Table rates() {
    Table table =
        new Table("network", "state", "layer", "of", "k = 1", "last k", "rate", "predicted by");
    for (GradientCase each : report.cases()) {
      each.states()
          .forEach((state, flows) -> {
            for (int l = 0; l < flows.size(); l++) {
              rates(table, each.name(), state, l + 1, flows.get(l));
            }
          });
    }
    return table;
  }

  private static void rates(Table table, String name, String state, int layer, LayerFlow flow) {
    boolean hasCell = !flow.cell().isEmpty();
    rate(table, new String[] {name, state, "" + layer, "h"}, flow.hidden(), hasCell ? null : flow);
    if (hasCell) {
      rate(table, new String[] {name, state, "" + layer, "c"}, flow.cell(), flow);
    }
  }

  private static void rate(
      Table table, String[] of, List<Double> norms, @Nullable LayerFlow predicted) {
    table.row(
        of[0],
        of[1],
        of[2],
        of[3],
        GradientReport.at(norms, 1),
        GradientReport.at(norms, norms.size()),
        GradientReport.number("%.4f", LayerFlow.rate(norms)),
        predicted == null ? "" : GradientReport.predicted(predicted));
  }

  /** Charts of the trainings by the name of a file; none without one. */
  private Map<String, LineChart> trainings() {
    Map<String, LineChart> charts = new LinkedHashMap<>();
    if (report.cases().stream().allMatch(each -> each.training() == null)) {
      return charts;
    }
    if (!report.errorName().isEmpty()) {
      LineChart error = new LineChart("Error: " + report.errorName(), STEP);
      lines(error, GradientTraining::errorSteps, GradientTraining::errors);
      error.level("remembering nothing", report.baseline()).level("solved", report.solved());
      charts.put("error", error.logarithmic());
    }
    charts.put("loss", points("Loss in training", StepSums::loss).logarithmic());
    charts.put("norm", points("Gradient norm before clipping", StepSums::meanNorm).logarithmic());
    charts.put(
        "clipped",
        points("Steps clipped, percent", StepSums::percentClipped).including(0).including(10));
    return charts;
  }

  private LineChart points(String title, ToDoubleFunction<StepSums> value) {
    LineChart chart = new LineChart(title, STEP);
    return lines(chart, GradientTraining::points, training -> training.atPoints(value));
  }

  private LineChart lines(
      LineChart chart,
      Function<GradientTraining, double[]> x,
      Function<GradientTraining, double[]> y) {
    for (GradientCase each : report.cases()) {
      GradientTraining training = each.training();
      if (training != null) {
        chart.series(each.name(), each.color(), false, x.apply(training), y.apply(training));
      }
    }
    return chart;
  }

  private Block summary() {
    Map<String, String> values = new LinkedHashMap<>();
    for (GradientCase each : report.cases()) {
      GradientTraining training = each.training();
      if (training != null) {
        values.put(each.name(), report.sentence(training));
      }
    }
    return Block.values(values);
  }
}
