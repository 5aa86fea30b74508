package dev.rnn4j.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.report.TrainingReport.About;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.report.page.HeatMap;
import dev.rnn4j.cli.report.page.Parsed;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.TrainingPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingReportTest {
  private static final int STEPS = 20;
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path folder;
  private long now;
  private double clip = 1;
  private boolean validatesLoss = true;

  private TrainingReport report(TrainingPosition begin) throws IOException {
    Measure measure =
        new Measure(
            "tokens",
            "nats per token",
            String::valueOf,
            "perplexity",
            Math::exp,
            String::valueOf,
            validatesLoss);
    Map<String, String> configuration = Map.of("model", "lstm <1x64>");
    About about =
        new About("Training of m", "rnn train --epochs 3", configuration, measure, 3, clip);
    return new TrainingReport(TrainingReport.in(folder.resolve("r")), about, begin, () -> now);
  }

  private void epoch(TrainingReport report, int epoch, double valid) {
    for (int step = 0; step < STEPS; step++) {
      now += SECOND;
      double loss = 3 - epoch - step / 20.0;
      report.onStep(new StepReport(epoch, step, STEPS, 50, loss, loss, loss, 0.1));
    }
    now += 10 * SECOND; // the validation, and what others do
    report.onEpoch(new EpochReport(epoch, 3 - epoch, valid, true, 0.1));
  }

  private String html() throws IOException {
    return Files.readString(folder.resolve("r/index.html"));
  }

  private Parsed page() throws IOException {
    return Parsed.of(html());
  }

  @Test
  void thePageStandsAfterEveryEpoch() throws IOException {
    TrainingReport report = report(TrainingPosition.START);
    epoch(report, 0, 2);
    assertEquals("1 of 3 epochs done", page().texts("td").getFirst());
    epoch(report, 1, 1);
    Parsed page = page();
    List<String> cells = page.texts("td");
    assertEquals("2 of 3 epochs done", cells.getFirst());
    assertEquals("2.0000 nats per token", cells.get(1));
    assertEquals("2.7183 after epoch 2", cells.get(2));
    assertEquals("1:00 for the epochs shown", cells.get(3));
    assertEquals("50 tokens/s in training", cells.get(4));
    assertEquals(List.of("rnn train --epochs 3"), page.texts("pre"));
    assertTrue(cells.contains("lstm <1x64>"));
    assertFalse(html().contains("resumed"));
  }

  @Test
  void everyCurveIsDrawn() throws IOException {
    TrainingReport report = report(TrainingPosition.START);
    epoch(report, 0, 2);
    Parsed page = page();
    assertEquals(
        List.of(
            "Loss, nats per token",
            "Validation, perplexity",
            "Learning rate",
            "Gradient norm before clipping",
            "Steps clipped to a norm of 1, percent",
            "tokens per second in training"),
        page.texts("figcaption"));
    assertEquals(6, page.all("svg").size());
    // last values: loss, validation, perplexity, rate, mean and largest norm, clip, clipped, speed
    assertEquals(
        List.of("2.05", "2", "7.389", "0.1", "2.05", "2.05", "1", "100", "50"), page.texts("b"));
  }

  @Test
  void whatThereIsNotIsNotDrawn() throws IOException {
    clip = 0;
    epoch(report(TrainingPosition.START), 0, Double.NaN);
    Parsed page = page();
    assertEquals(4, page.all("svg").size());
    assertEquals(List.of("2.05", "0.1", "2.05", "2.05", "50"), page.texts("b"));
    assertFalse(page.texts("th").contains("best perplexity"));
  }

  @Test
  void anotherMetricHasAChartOfItsOwnOnly() throws IOException {
    validatesLoss = false;
    epoch(report(TrainingPosition.START), 0, 2);
    assertEquals("2.05", page().texts("b").get(0));
    assertEquals("7.389", page().texts("b").get(1));
  }

  @Test
  void resultsOfTheTaskStandOnTheLastPage() throws IOException {
    TrainingReport report = report(TrainingPosition.START);
    for (int e = 0; e < 3; e++) {
      epoch(report, e, 1);
    }
    List<String> labels = List.of("a", "b");
    report.finished(
        List.of(
            Block.heading("Mistakes"),
            HeatMap.confusion("Labels", labels, new long[][] {{5, 1}, {0, 7}})));
    assertEquals("complete after 3 epochs", page().texts("td").getFirst());
    assertEquals(
        List.of("Curves", "Mistakes", "Epochs", "Configuration", "Command"), page().texts("h2"));
  }

  @Test
  void aTrainingThatEndsEarlySaysWhy() throws IOException {
    TrainingReport report = report(TrainingPosition.START);
    epoch(report, 0, 1);
    report.stopped();
    assertEquals("stopped in epoch 2 of 3", page().texts("td").getFirst());
    report.finished(List.of());
    assertEquals("complete after 1 epoch of 3, as patience ran out", page().texts("td").getFirst());
  }

  @Test
  void aResumedTrainingSaysThatItsBeginningIsMissing() throws IOException {
    TrainingReport report = report(new TrainingPosition(2, 7, 1, 1, 1, 1, 0, 0));
    report.stopped();
    assertEquals("stopped in epoch 3 of 3", page().texts("td").getFirst());
    assertEquals(
        "This training was resumed in epoch 3 after 7 steps; what came before is not shown here.",
        page().texts("p").getFirst());
    assertEquals(0, page().all("svg").size());
    report.onEpoch(new EpochReport(2, 1, 1, false, 0.1)); // without a step that was heard of
    assertFalse(html().contains("NaN"));
  }

  @Test
  void equalTrainingsWriteEqualBytes() throws IOException {
    epoch(report(TrainingPosition.START), 0, 2);
    String first = html();
    now = 0;
    epoch(report(TrainingPosition.START), 0, 2);
    assertEquals(first, html());
  }

  @Test
  void aLongTrainingMakesNoLongPage() throws IOException {
    TrainingReport report = report(TrainingPosition.START);
    epoch(report, 0, 2);
    for (int e = 1; e < 1000; e++) {
      for (int step = 0; step < 100; step++) {
        now += SECOND;
        double noise = 1 + 0.1 * Math.sin(e * 100 + step);
        report.onStep(new StepReport(e, step, 100, 50, noise, noise, noise, 0.1));
      }
      if (e % 100 == 99) {
        report.onEpoch(new EpochReport(e, 1, 1 + 1.0 / e, true, 0.1));
      }
    }
    assertTrue(html().length() < 100_000, "" + html().length());
  }

  @Test
  void nothingButAPageIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("index.html"), "<html>precious</html>");
    String message = assertThrows(CliException.class, () -> TrainingReport.in(folder)).getMessage();
    assertEquals(
        file + " exists and is no report of rnn4j, so it is not replaced; name another folder",
        message);
    message = assertThrows(CliException.class, () -> TrainingReport.in(file)).getMessage();
    assertEquals("--report must name a folder, and " + file + " is a file", message);
    Files.createDirectories(folder.resolve("x/index.html"));
    assertThrows(CliException.class, () -> TrainingReport.in(folder.resolve("x")));
  }
}
