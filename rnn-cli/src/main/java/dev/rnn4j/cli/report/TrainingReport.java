package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.TrainingHistory.Epoch;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.report.page.Page;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.TrainingPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A page about a training, written anew after every epoch and at the end: curves, the epochs, what
 * the task shows of its results, the configuration and the command. Two equal trainings differ in
 * nothing but times.
 */
public final class TrainingReport implements ProgressListener {
  private static final String NAME = "index.html";
  private static final double NANOS = 1e9;

  /**
   * What a page says that no step tells.
   *
   * @param title of the page
   * @param command that repeats the training
   * @param configuration names and values, in their order
   * @param measure how losses are shown
   * @param epochs how many there shall be
   * @param clip above which norm gradients are clipped, 0 for never
   */
  public record About(
      String title,
      String command,
      Map<String, String> configuration,
      Measure measure,
      int epochs,
      double clip) {}

  private final Path file;
  private final About about;
  private final TrainingPosition begin;
  private final LongSupplier clock;
  private final TrainingHistory history;
  private int epochsDone;
  private long stepBegin;
  private long epochBegin;
  private double seconds;

  /** A report on a training that begins, or is resumed, at a position. */
  public TrainingReport(Path file, About about, TrainingPosition begin, LongSupplier clock) {
    this.file = file;
    this.about = about;
    this.begin = begin;
    this.clock = clock;
    history = new TrainingHistory(about.clip());
    epochsDone = begin.epoch();
    restartClocks();
  }

  /** The page in a folder, which is made if there is none; fails if it is anything else's. */
  public static Path in(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new CliException("--report must name a folder, and " + folder + " is a file");
    }
    if (Files.exists(file) && !(Files.isRegularFile(file) && Page.isPage(file))) {
      throw new CliException(
          file + " exists and is no report of rnn4j, so it is not replaced; name another folder");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CliException("--report: the folder " + folder + " cannot be made", e);
    }
    Outputs.requireWritable(file);
    return file;
  }

  @Override
  public void onStep(StepReport report) {
    long now = clock.getAsLong();
    history.add(report, now - stepBegin);
    stepBegin = now;
  }

  /** Call it last of all listeners, so that what they do counts for no step. */
  @Override
  public void onEpoch(EpochReport report) {
    double took = (clock.getAsLong() - epochBegin) / NANOS;
    history.add(report, took);
    seconds += took;
    epochsDone = report.epoch() + 1;
    write(epochsDone + " of " + Text.count(about.epochs(), "epoch") + " done", List.of());
    restartClocks();
  }

  private void restartClocks() {
    stepBegin = clock.getAsLong();
    epochBegin = stepBegin;
  }

  /** The training was stopped, and may be resumed. */
  public void stopped() {
    write("stopped in epoch %d of %d".formatted(epochsDone + 1, about.epochs()), List.of());
  }

  /** The training is complete; {@code results} are what the task shows of them. */
  public void finished(List<Block> results) {
    String all = Text.count(epochsDone, "epoch");
    boolean early = epochsDone < about.epochs();
    write(
        early
            ? "complete after %s of %d, as patience ran out".formatted(all, about.epochs())
            : "complete after " + all,
        results);
  }

  private void write(String state, List<Block> results) {
    TrainingCharts charts = new TrainingCharts(history, about);
    Page page = new Page(about.title()).add(Block.values(summary(state)));
    if (!begin.equals(TrainingPosition.START)) {
      page.add(Block.note(resumed()));
    }
    page.add(Block.heading("Curves")).add(Block.grid(charts.all()));
    page.addAll(results);
    if (!history.epochs().isEmpty()) {
      page.add(Block.heading("Epochs")).add(charts.epochs());
    }
    page.add(Block.heading("Configuration")).add(Block.values(about.configuration()));
    page.add(Block.heading("Command")).add(Block.preformatted(about.command()));
    try {
      page.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String resumed() {
    return "This training was resumed in epoch %d after %s; what came before is not shown here."
        .formatted(begin.epoch() + 1, Text.count(begin.step(), "step"));
  }

  private Map<String, String> summary(String state) {
    Map<String, String> summary = new LinkedHashMap<>();
    summary.put("state", state);
    if (history.epochs().isEmpty()) {
      return summary;
    }
    Epoch last = history.epochs().getLast();
    summary.put(
        "training loss", Text.format("%.4f %s", last.report().trainLoss(), about.measure.name()));
    putBest(summary);
    summary.put("time", Text.duration(seconds) + " for the epochs shown");
    if (history.all().steps() > 0) {
      double speed = history.all().targetsPerSecond();
      summary.put("speed", Text.format("%,.0f %s/s in training", speed, about.measure.unit()));
    }
    return summary;
  }

  private void putBest(Map<String, String> summary) {
    int best = history.bestNumber();
    for (Epoch epoch : history.epochs()) {
      double measured = epoch.report().validLoss();
      if (epoch.number() == best && !Double.isNaN(measured)) {
        summary.put(
            "best " + about.measure.metric(),
            Text.format(
                "%.4f after epoch %d", about.measure.metricOf().applyAsDouble(measured), best));
      }
    }
  }
}
