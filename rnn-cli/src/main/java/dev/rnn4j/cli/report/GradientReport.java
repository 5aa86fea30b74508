package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.train.gradients.LayerFlow;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How gradients go back in time, as tables on a terminal and as JSON.
 *
 * @param about what was measured, by name
 * @param errorName what is measured while a network learns a problem; empty if nothing is
 * @param solved the error below which the problem is solved
 * @param baseline the error of whoever remembers nothing
 * @param cases the networks
 */
public record GradientReport(
    Map<String, String> about,
    String errorName,
    double solved,
    double baseline,
    List<GradientCase> cases) {
  private static final String MISSING = "-";

  /** Prints a row for each network, state and layer, and one for each training. */
  public void print(PrintWriter out) {
    about.forEach((name, value) -> out.println(Text.format("%-10s %s", name, value)));
    int distance = distance();
    out.println();
    out.println("median norm of the gradient of h, and of c, at a distance of k steps;");
    out.println("rate: the factor from step to step; beside it what predicts it");
    out.println();
    String far = "k=" + distance;
    out.println(row("network", "state", "layer", "of", "k=1", "k=10", far, "rate", "predicted by"));
    for (GradientCase each : cases) {
      each.states().forEach((state, flows) -> rows(out, each.name(), state, flows));
    }
    printTrainings(out);
  }

  /** The largest that was measured. */
  int distance() {
    return cases.stream()
        .flatMap(each -> each.states().values().stream())
        .mapToInt(flows -> flows.getFirst().hidden().size())
        .max()
        .orElse(0);
  }

  private static void rows(PrintWriter out, String name, String state, List<LayerFlow> flows) {
    for (int l = 0; l < flows.size(); l++) {
      LayerFlow flow = flows.get(l);
      String layer = String.valueOf(l + 1);
      boolean hasCell = !flow.cell().isEmpty();
      String ofHidden = hasCell ? "" : predicted(flow);
      out.println(row(name, state, layer, "h", cells(flow.hidden(), ofHidden)));
      if (hasCell) {
        out.println(row(name, state, layer, "c", cells(flow.cell(), predicted(flow))));
      }
    }
  }

  private static String[] cells(List<Double> norms, String predicted) {
    return new String[] {
      at(norms, 1),
      at(norms, 10),
      at(norms, norms.size()),
      number("%.4f", LayerFlow.rate(norms)),
      predicted
    };
  }

  /** What theory says of a layer; empty if it says nothing. */
  static String predicted(LayerFlow flow) {
    if (!flow.gate().isEmpty()) {
      return "product of " + flow.gate() + " " + number("%.4f", LayerFlow.rate(flow.carried()));
    }
    return Double.isNaN(flow.radius())
        ? ""
        : Text.format(
            "spectral radius %s, norm %s",
            number("%.4f", flow.radius()), number("%.4f", flow.norm()));
  }

  private static String row(String name, String state, String layer, String of, String... rest) {
    return Text.format(
            "%-20s %-7s %5s  %-2s %9s %9s %9s %7s  %s",
            name, state, layer, of, rest[0], rest[1], rest[2], rest[3], rest[4])
        .stripTrailing();
  }

  /** A norm at a distance; nothing if it was not measured. */
  static String at(List<Double> norms, int k) {
    return k > norms.size() ? MISSING : number("%.1e", norms.get(k - 1));
  }

  /** A number, or what stands for one that is missing. */
  static String number(String pattern, double value) {
    return Double.isFinite(value) ? Text.format(pattern, value) : MISSING;
  }

  private void printTrainings(PrintWriter out) {
    for (GradientCase each : cases) {
      GradientTraining training = each.training();
      if (training != null) {
        out.println();
        out.println(each.name() + ": " + sentence(training));
      }
    }
  }

  /** What happened in a training. */
  String sentence(GradientTraining training) {
    List<String> parts = new ArrayList<>();
    parts.add(Text.count(training.steps(), "step"));
    if (training.steps() > 0) {
      parts.add(Text.format("%.1f%% of them clipped", training.all().percentClipped()));
      parts.add(Text.format("norm before clipping %.3g in the mean", training.all().meanNorm()));
      parts.add(Text.format("%.3g at most", training.all().largestNorm()));
    }
    if (!Double.isNaN(training.error())) {
      parts.add(Text.format("%s %.4g", errorName, training.error()));
      parts.add(
          training.isSolved()
              ? "solved"
              : Text.format("not solved (below %s)", Text.setting(solved)));
    }
    String all = String.join(", ", parts);
    return training.divergence().isEmpty() ? all : all + "; " + training.divergence();
  }

  /** All of it for programs. */
  public String json() {
    Map<String, Object> values = new LinkedHashMap<>(about);
    values.put("distance", distance());
    if (!errorName.isEmpty()) {
      values.put("error", errorName);
      values.put("baseline", baseline);
      values.put("solved_below", solved);
    }
    values.put("networks", cases.stream().map(this::values).toList());
    return JsonOutput.of(values);
  }

  private Map<String, Object> values(GradientCase each) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("network", each.name());
    each.states()
        .forEach((state, flows) ->
            values.put(state, flows.stream().map(GradientReport::values).toList()));
    GradientTraining training = each.training();
    if (training != null) {
      values.put("training", values(training));
    }
    return values;
  }

  private static Map<String, Object> values(LayerFlow flow) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("h", flow.hidden());
    values.put("h_rate", LayerFlow.rate(flow.hidden()));
    if (!flow.cell().isEmpty()) {
      values.put("c", flow.cell());
      values.put("c_rate", LayerFlow.rate(flow.cell()));
    }
    if (!flow.gate().isEmpty()) {
      values.put("gate", flow.gate());
      values.put("gate_product", flow.carried());
      values.put("gate_rate", LayerFlow.rate(flow.carried()));
    }
    if (!Double.isNaN(flow.radius())) {
      values.put("spectral_radius", flow.radius());
      values.put("spectral_norm", flow.norm());
    }
    return values;
  }

  private static Map<String, Object> values(GradientTraining training) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("steps", training.steps());
    if (training.steps() > 0) {
      values.put("percent_clipped", training.all().percentClipped());
      values.put("mean_norm", training.all().meanNorm());
      values.put("largest_norm", training.all().largestNorm());
    }
    values.put("at_steps", list(training.points()));
    values.put("norms", list(training.atPoints(StepSums::meanNorm)));
    values.put("losses", list(training.atPoints(StepSums::loss)));
    if (!Double.isNaN(training.error())) {
      values.put("error_steps", list(training.errorSteps()));
      values.put("errors", list(training.errors()));
      values.put("solved", training.isSolved());
    }
    if (!training.divergence().isEmpty()) {
      values.put("diverged", training.divergence());
    }
    return values;
  }

  private static List<Double> list(double[] values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return list;
  }
}
