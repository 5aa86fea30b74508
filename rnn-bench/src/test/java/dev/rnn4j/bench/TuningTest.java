package dev.rnn4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.bench.Tuning.Step;
import dev.rnn4j.bench.campaign.Campaign;
import dev.rnn4j.bench.campaign.MeasurementException;
import dev.rnn4j.bench.campaign.Sample;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TuningTest {
  private static final List<String> PRODUCTS = List.of("NN 20x800x200", "TN 200x800x700");
  private static final List<Step> STEPS =
      List.of(
          new Step("kc", List.of("256", "512", "1024"), PRODUCTS),
          new Step("pack", List.of("512", "never"), PRODUCTS));

  private static Tuning tuning(Campaign.Measurer<BenchCase, Implementation> measurer) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Tuning("row: kc=1024,pack=never", STEPS, 3, measurer, nowhere);
  }

  private static List<String> takeAll(Tuning tuning) {
    List<String> lines = new ArrayList<>();
    tuning.steps().forEach(step -> lines.addAll(tuning.take(step)));
    return lines;
  }

  private static Sample took(double nanos) {
    return new Sample(List.of(nanos), Double.NaN);
  }

  @Test
  void theBestOfANumberIsKeptForTheNext() {
    Map<String, Double> times =
        Map.of("", 100.0, "kc=256", 90.0, "kc=512", 80.0, "kc=512,pack=512", 60.0);
    Tuning tuning = tuning((product, i) -> took(times.getOrDefault(i.blocking(), Double.NaN)));
    List<String> lines = takeAll(tuning);
    assertEquals(3, lines.size(), "what is in use is no candidate: " + lines);
    assertTrue(lines.get(1).matches("kc=512 +1.250 times as fast as with 1024 .*"), lines.get(1));
    assertTrue(tuning.verdict().contains("Fastest here: kc=512,pack=512"), tuning.verdict());
    assertTrue(tuning.verdict().endsWith("blocking=kc=512,pack=512"), tuning.verdict());
  }

  @Test
  void neitherChanceNorOneForkThatWentWrongChangesANumber() {
    int[] calls = {0};
    Tuning tuning =
        tuning((product, i) -> {
          boolean wrong = i.blocking().isEmpty() && calls[0]++ == 0;
          return took(wrong ? 1000 : i.blocking().isEmpty() ? 100 : 99.5);
        });
    takeAll(tuning);
    assertTrue(tuning.verdict().contains("in use are the fastest here"), tuning.verdict());
    assertFalse(tuning.hasFailed());
  }

  @Test
  void whatFailsIsSaidAndNotChosen() {
    Tuning tuning =
        tuning((product, i) -> {
          if (i.blocking().contains("kc=512")) {
            throw new MeasurementException("no room");
          }
          return took(100);
        });
    assertTrue(takeAll(tuning).get(1).contains("kc=512 "), "named");
    assertTrue(tuning.hasFailed());
    assertTrue(tuning.verdict().contains("in use are the fastest here"), tuning.verdict());
  }
}
