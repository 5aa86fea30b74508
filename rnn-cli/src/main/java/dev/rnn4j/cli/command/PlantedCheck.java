package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.TypedOptions;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.gradcheck.GradientCheck.Element;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.PlantedMistake;
import dev.rnn4j.train.gradcheck.PlantedMistakes;
import dev.rnn4j.train.gradcheck.PlantedMistakes.Outcome;
import dev.rnn4j.train.gradcheck.PlantedMistakes.Report;
import dev.rnn4j.train.gradcheck.PlantedParts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** {@code rnn gradcheck --planted}: whether the check would find a mistake if there were one. */
final class PlantedCheck {
  private final Kernels kernels;
  private final long seed;
  private final PrintWriter out;
  private final List<Report> reports = new ArrayList<>();
  private final List<PlantedParts.Report> parts = new ArrayList<>();

  PlantedCheck(Kernels kernels, long seed, PrintWriter out) {
    this.kernels = kernels;
    this.seed = seed;
    this.out = out;
  }

  /** Runs all mistakes in networks of some cells; fails unless all are found and nothing else. */
  void run(List<CellConfig> cells) {
    for (CellConfig cell : cells) {
      for (LanguageModelConfig config : PlantedMistakes.networks(cell)) {
        Report report = PlantedMistakes.run(config, seed, kernels);
        reports.add(report);
        out.println(line(report));
        out.flush();
      }
    }
    parts.addAll(PlantedParts.run(seed, kernels));
    for (PlantedParts.Report part : parts) {
      out.println(line(part.part(), part.isFalseAlarm(), part.outcomes(), part.survivors()));
    }
    out.println();
    PlantedMistakes.all().forEach(this::print);
    parts.forEach(this::print);
    out.println();
    out.println(summary());
    long survivors = survivors();
    long alarms = alarms();
    if (survivors + alarms > 0) {
      throw new CliException(
          survivors
              + " planted mistakes survived, and right gradients were called wrong in "
              + alarms
              + " networks and parts; see above");
    }
  }

  private static String line(Report report) {
    return line(
        Wording.of(report.config()), report.isFalseAlarm(), report.outcomes(), report.survivors());
  }

  private static String line(String what, boolean alarm, List<?> outcomes, List<?> survivors) {
    int planted = outcomes.size();
    return Text.format(
        "%s: without a mistake it %s; %d of %d mistakes found",
        what, alarm ? "CALLED WRONG" : "agrees", planted - survivors.size(), planted);
  }

  private void print(PlantedParts.Report report) {
    for (PlantedParts.Outcome outcome : report.outcomes()) {
      boolean found = outcome.found().isPresent();
      String shown = outcome.found().map(PlantedCheck::place).orElse("");
      String name = report.part() + ": " + outcome.name();
      out.println(Text.format("  %2d of  1  %s%s", found ? 1 : 0, name, shown));
      out.println("            " + report.page() + ": " + outcome.term());
      if (!found) {
        out.println("            SURVIVED; to repeat: rnn gradcheck --planted" + repeated());
      }
    }
  }

  /** A row, and below it the networks in which the mistake survived. */
  private void print(PlantedMistake mistake) {
    List<String> survived = new ArrayList<>();
    int planted = 0;
    String shown = "";
    for (Report report : reports) {
      for (Outcome outcome : report.outcomes()) {
        if (outcome.mistake().name().equals(mistake.name())) {
          planted++;
          shown = shown.isEmpty() ? outcome.found().map(PlantedCheck::place).orElse("") : shown;
          if (!outcome.isFound()) {
            survived.add(survived(report));
          }
        }
      }
    }
    if (planted > 0) {
      int found = planted - survived.size();
      out.println(Text.format("  %2d of %2d  %s%s", found, planted, mistake.name(), shown));
      out.println("            " + mistake.page() + ": " + mistake.term());
      survived.forEach(out::println);
    }
  }

  private static String place(Result result) {
    return result.worst().map(element -> place(result.name(), element)).orElse("");
  }

  private static String place(String parameter, Element element) {
    return ", such as in " + parameter + "[" + element.row() + "," + element.col() + "]";
  }

  /** Where, and how to see it again. */
  private String survived(Report report) {
    return "            SURVIVED in "
        + Wording.of(report.config())
        + "; to repeat: rnn gradcheck --planted"
        + TypedOptions.of(report.config().cell())
        + repeated();
  }

  private String repeated() {
    return " --seed " + seed + " --kernels " + kernels.name();
  }

  private String summary() {
    int planted =
        reports.stream().mapToInt(report -> report.outcomes().size()).sum()
            + parts.stream().mapToInt(part -> part.outcomes().size()).sum();
    long found = planted - survivors();
    return Text.format(
        "kill rate: %.1f%% (%d of %d plantings found); false alarms: %d of %d networks and parts;"
            + " seed %d",
        planted == 0 ? 0 : 100.0 * found / planted,
        found,
        planted,
        alarms(),
        reports.size() + parts.size(),
        seed);
  }

  private long survivors() {
    return reports.stream().mapToLong(report -> report.survivors().size()).sum()
        + parts.stream().mapToLong(part -> part.survivors().size()).sum();
  }

  private long alarms() {
    return reports.stream().filter(Report::isFalseAlarm).count()
        + parts.stream().filter(PlantedParts.Report::isFalseAlarm).count();
  }
}
