package dev.rnn4j.bench.page;

import dev.rnn4j.bench.campaign.Line;
import dev.rnn4j.bench.campaign.ResultsFile;
import dev.rnn4j.bench.campaign.Spread;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.report.page.DotPlot;
import dev.rnn4j.cli.report.page.Page;
import dev.rnn4j.cli.report.page.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results of {@code rnn bench} as a page: ratios, a roofline, all numbers and the notes. */
public final class BenchPage {
  private final ResultsFile results;
  private final boolean severalForks;

  public BenchPage(ResultsFile results) {
    this.results = results;
    severalForks = results.forks() > 1;
  }

  /** {@return the page} */
  public Page page() {
    Page page = new Page(title()).add(Block.values(about()));
    if (results.smoke()) {
      page.add(
          Block.note("This was a smoke run: everything was run once, the numbers mean nothing."));
    }
    page.add(Block.heading("Ratios")).add(Block.paragraph(ratios())).addAll(plots());
    page.add(Block.heading("Roofline")).addAll(new RooflineBlocks(results).all());
    page.add(Block.heading("All results")).add(Block.paragraph(columns())).add(table());
    List<String> notes = notes();
    if (!notes.isEmpty()) {
      page.add(Block.heading("Notes")).add(Block.lines(notes));
    }
    return page;
  }

  private String title() {
    return results.ratio().ofBase()
        ? results.ratio().base() + " beside other engines"
        : "Kernels: vectors against scalars";
  }

  private Map<String, String> about() {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("measured", results.date());
    results.machine().forEach((name, value) -> about.put(name, String.valueOf(value)));
    about.put("threads", String.valueOf(results.threads()));
    about.put("forks", String.valueOf(results.forks()));
    about.putAll(results.contestants());
    return about;
  }

  private String ratios() {
    String range =
        severalForks
            ? " Dots are medians over pairs of forks that ran side by side, the lines through them"
                + " go from the least to the most."
            : " Of a single fork each, so how far ratios scatter is unknown.";
    return results.ratio().ofBase()
        ? "How many times as fast "
            + results.ratio().base()
            + " is as each other engine; to the"
            + " right of 1 it is the faster one."
            + range
        : "How many times as fast as the "
            + results.ratio().base()
            + " kernels those of each vector"
            + " width are."
            + range;
  }

  /** A plot for each kind of case. */
  private List<Block> plots() {
    Map<String, DotPlot> plots = new LinkedHashMap<>();
    String title = results.ratio().title();
    for (Line line : results.results()) {
      Spread ratio = line.timesAsFast();
      if (ratio != null) {
        plots
            .computeIfAbsent(kind(line), kind -> new DotPlot(kind, title, results.measured()))
            .dot(line.row(), line.contestant(), ratio.min(), ratio.median(), ratio.max());
      }
    }
    return plots.isEmpty()
        ? List.of(Block.paragraph("Nothing was measured of two, so there is no ratio."))
        : List.copyOf(plots.values());
  }

  private static String kind(Line line) {
    if (line.row().matches("(NN|NT|TN)[ -].*")) {
      return "matrix products, M\u00d7N\u00d7K";
    }
    if (line.work().flops() > 0) {
      return line.work().unit().isEmpty() ? "layers" : "models, layers over sequences";
    }
    return line.work().count() > 0 ? "passes over arrays" : "starting and warming up";
  }

  private String columns() {
    String text =
        "Time: of one run, the median over the forks of each one's median. GFLOP/s: of its dense"
            + " products. Ratio: "
            + results.ratio().title()
            + ".";
    return severalForks
        ? text + " Spread: how far from the time the fastest and the slowest fork are."
        : text;
  }

  private Block table() {
    Table table =
        new Table("case", "", "time", "spread", "GFLOP/s", "of peak", "speed", "ratio", "memory");
    for (Line line : results.results()) {
      table.row(line.cells(severalForks).toArray(String[]::new));
    }
    return table;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    results
        .notes()
        .forEach((contestant, texts) ->
            texts.forEach((text, rows) ->
                notes.add(
                    contestant
                        + ": "
                        + text
                        + (rows.isEmpty() ? "" : " (" + String.join(", ", rows) + ")"))));
    return notes;
  }
}
