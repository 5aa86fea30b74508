package dev.rnn4j.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.io.ProgressTerminal;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.StepReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  private final StringWriter printed = new StringWriter();
  private long now;
  private int columns = 200;

  /** Takes steps of one second and 100 tokens each. */
  private void run(TrainingProgress progress, int steps) {
    for (int step = 0; step < steps; step++) {
      now += 1_000_000_000L;
      progress.onStep(new StepReport(0, step, 100, 100, 1, 1, 0.5, 0.1));
    }
  }

  private TrainingProgress progress(boolean live) {
    return progress(live, Measure.PERPLEXITY);
  }

  private TrainingProgress progress(boolean live, Measure measure) {
    return new TrainingProgress(
        new PrintWriter(printed), live ? () -> columns : null, 2, measure, () -> now);
  }

  /** Between two returns there is never more than one row of the terminal. */
  @Test
  void theLineIsNeverWiderThanTheTerminal() {
    for (columns = 1; columns <= 100; columns++) {
      printed.getBuffer().setLength(0);
      run(progress(true), 20);
      for (String line : printed.toString().split("\r", -1)) {
        assertTrue(line.length() < columns, columns + " columns: " + line);
      }
    }
  }

  @Test
  void aNarrowTerminalShowsWhatMattersMost() {
    columns = 66;
    run(progress(true), 20);
    assertEquals(
        "epoch 1/2 20/100  100 tokens/s  loss 1.00  ppl 2.72  ETA 3:00",
        printed.toString().split("\r", -1)[20].strip());
    now = 0;
    printed.getBuffer().setLength(0);
    columns = 60;
    run(progress(true), 20);
    String[] lines = printed.toString().split("\r", -1);
    assertEquals("epoch 1/2 20/100  100 tokens/s  ppl 2.72  ETA 3:00", lines[20].strip());
    columns = 12;
    printed.getBuffer().setLength(0);
    run(progress(true), 3);
    assertTrue(printed.toString().endsWith("epoch 1/2 3"), printed.toString());
  }

  @Test
  void whatIsSaidMeanwhileStandsOnALineOfItsOwn() {
    TrainingProgress progress = progress(true);
    run(progress, 3);
    progress.say("stopping");
    String[] lines = printed.toString().split("\n", -1);
    assertEquals("stopping", lines[1]);
    assertEquals(3, lines.length);
  }

  @Test
  void theWidthIsWhatTheEnvironmentOrTheTerminalSays() {
    assertEquals(100, ProgressTerminal.columns("24 100\n", null));
    assertEquals(90, ProgressTerminal.columns("24 100\n", "90"));
    assertEquals(100, ProgressTerminal.columns("24 100\n", "wide"));
    assertEquals(80, ProgressTerminal.columns("0 0\n", ""));
    assertEquals(80, ProgressTerminal.columns("", "-3"));
  }

  @Test
  void withoutATerminalThereIsALineEveryFewSeconds() {
    run(progress(false), 20);
    List<String> lines = printed.toString().lines().toList();
    assertEquals(4, lines.size());
    assertEquals(
        "epoch 1/2 20/100  100 tokens/s  loss 1.00  ppl 2.72  |g| 0.50  ETA 3:00", lines.get(3));
  }

  @Test
  void aLossThatIsShownAsItIsStandsInTheLineOnce() {
    for (Measure measure :
        List.of(Measure.ofErrors("words", "accuracy"), Measure.ofLoss("words"))) {
      printed.getBuffer().setLength(0);
      run(progress(false, measure), 20);
      assertEquals(
          "epoch 1/2 20/100  100 words/s  loss 1.0000  |g| 0.50  ETA 3:00",
          printed.toString().lines().toList().get(3));
    }
  }

  @Test
  void aNarrowTerminalKeepsThatLossAndTheForecast() {
    columns = 45;
    run(progress(true, Measure.ofLoss("words")), 20);
    String[] lines = printed.toString().split("\r", -1);
    assertEquals("epoch 1/2 20/100  loss 1.0000  ETA 3:00", lines[20].strip());
  }

  @Test
  void theFirstStepsAllowNoForecast() {
    run(progress(false), 5);
    assertTrue(printed.toString().strip().endsWith("ETA -"), printed.toString());
  }

  @Test
  void onATerminalOneLineIsWrittenOver() {
    run(progress(true), 20);
    assertEquals(0, printed.toString().chars().filter(c -> c == '\n').count());
    assertEquals(20, printed.toString().chars().filter(c -> c == '\r').count());
  }

  @Test
  void theLineOfAnEpochStays() {
    TrainingProgress progress = progress(true);
    run(progress, 3);
    progress.onEpoch(new EpochReport(0, 1, 2, true, 0.1));
    String last = printed.toString().substring(printed.toString().lastIndexOf('\r') + 1);
    assertEquals("epoch 1/2  train ppl 2.72  valid ppl 7.39 (best)  lr 0.100  0:03", last.strip());
    assertTrue(last.endsWith("\n"), last);
  }

  @Test
  void whatIsWrittenOverLeavesNoTrace() {
    TrainingProgress progress = progress(true);
    now = 1_000_000_000L;
    progress.onStep(new StepReport(0, 0, 100, 1_000_000, 10, 10, 0.5, 0.1));
    now = 2_000_000_000L;
    progress.onStep(new StepReport(0, 1, 100, 1, 1, 1, 0.5, 0.1));
    String[] lines = printed.toString().split("\r", -1);
    assertEquals(3, lines.length);
    assertEquals(lines[1].length(), lines[2].length());
  }
}
