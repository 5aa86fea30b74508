package dev.rnn4j.bench.page;

import dev.rnn4j.bench.campaign.Line;
import dev.rnn4j.bench.campaign.Numbers;
import dev.rnn4j.bench.campaign.ResultsFile;
import dev.rnn4j.bench.campaign.Row;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.report.page.Roofline;
import dev.rnn4j.cli.report.page.Table;
import java.util.List;

/** The speed of everything with dense products beside what the hardware allows. */
final class RooflineBlocks {
  private static final String TEXT =
      "What reads so many bytes for its operations cannot be faster than these bytes arrive, nor"
          + " than the fused multiply-adds of the processor. All three limits were measured in the"
          + " same run: multiply-adds with nothing to load; sums of 512 KiB again and again, which"
          + " the caches of a core hold; and of 256 MiB, which they do not. Each times the number of"
          + " threads. Bytes are counted once for each operand, whatever level of memory they are"
          + " in, but for a recurrent weight at every step: what a cache keeps may be above the"
          + " lower slope, what the first-level cache keeps above both. Trainings are left out, as"
          + " nobody counts their bytes.";

  private final ResultsFile results;
  private final int threads;

  RooflineBlocks(ResultsFile results) {
    this.results = results;
    threads = results.threads();
  }

  List<Block> all() {
    Double peakOfCore = results.peakGigaflops();
    if (peakOfCore == null) {
      return List.of(Block.paragraph("There is none, as no peak of this machine was measured."));
    }
    double peak = threads * peakOfCore;
    Roofline chart =
        new Roofline(
            "speed in GFLOP/s over operations per byte",
            results.measured(),
            Numbers.format("fused multiply-adds: %.0f GFLOP/s", peak),
            peak);
    results
        .readGigabytes()
        .forEach((name, gigabytes) -> {
          double all = threads * gigabytes;
          chart.bandwidth(Numbers.format("%s: %.0f GB/s", name, all), all);
        });
    Table table =
        new Table("case", "", "operations/byte", "GFLOP/s", "limit in caches", "of the limit");
    for (Line line : results.results()) {
      Double speed = line.speed().gigaflops();
      double bytes = line.work().bytes();
      if (speed != null && bytes > 0) {
        double intensity = line.work().flops() / bytes;
        chart.point(line.contestant(), line.row(), intensity, speed);
        double limit = Math.min(peak, intensity * cacheGigabytes());
        table.row(
            line.row(),
            line.contestant(),
            Numbers.format("%.2f", intensity),
            Numbers.format("%.1f", speed),
            Numbers.format("%.1f", limit),
            Numbers.format("%.0f%%", 100 * speed / limit));
      }
    }
    return List.of(Block.paragraph(TEXT), chart, table);
  }

  /** Without it only the peak is a limit. */
  private double cacheGigabytes() {
    return threads * results.readGigabytes().getOrDefault(Row.CACHE, Double.POSITIVE_INFINITY);
  }
}
