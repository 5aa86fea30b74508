package dev.rnn4j.bench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private record Case(String name, Work work) implements Row {}

  private static final Row PEAK = new Case(Row.PEAK, Row.Work.flops(1e6));
  private static final Row PRODUCT = new Case("product", Row.Work.flops(6.4e6));
  private static final Row TRAINING = new Case("training", Row.Work.tokens(2500, 1e9));
  private static final Row PASS = new Case("pass", Row.Work.elements(4e6));
  private static final Row STARTUP = new Case("startup", Row.Work.UNCOUNTED);

  private final Results results =
      new Results(List.of(PEAK, PRODUCT, TRAINING, PASS, STARTUP), "ours");

  private void add(Row row, String contestant, double... nanos) {
    for (double n : nanos) {
      results.add(row, contestant, new Sample(List.of(n), row == TRAINING ? 5e6 : Double.NaN));
    }
  }

  private void fill() {
    add(PEAK, "ours", 1e4, 7812.5, 1e4);
    add(PRODUCT, "ours", 100_000, 50_000, 60_000);
    add(PRODUCT, "near", 200_000, 40_000, 60_000);
    add(PRODUCT, "far", 640_000, 640_000, 640_000);
    add(TRAINING, "ours", 25e6, 25e6, 25e6);
    add(PASS, "ours", 1e6, 1e6, 1e6);
    add(STARTUP, "ours", 200e6, 100e6, 300e6);
    results.distance(PRODUCT, "far", 1e-7);
    results.describe("near", "Near 3.13");
    results.note("near", "training", "cannot: no training");
    results.note("absent", "", "skipped: could not be fetched");
  }

  private List<String> lines(boolean baseAgainstOthers) {
    Report.Wording wording = new Report.Wording(baseAgainstOthers, "memory", List.of("a legend"));
    return new Report(results, wording, 3).lines();
  }

  private String line(String start, int index) {
    return lines(true).stream().filter(l -> l.startsWith(start)).toList().get(index);
  }

  private static List<String> cells(String line) {
    return List.of(line.strip().split("[ |]+", -1));
  }

  @Test
  void timesSpeedsAndSharesStandInTheFirstTable() {
    fill();
    List<String> product = cells(line("product", 0));
    assertEquals(List.of("GFLOP/s", "60.0", "us", "106.7", "83%"), product.subList(1, 6));
    assertTrue(lines(true).stream().anyMatch(l -> l.contains("tokens/s") && l.contains("100,000")));
    assertTrue(line("pass", 0).contains("4.00 G"));
    assertTrue(line("startup", 0).contains("200 ms"));
    assertTrue(lines(true).stream().anyMatch(l -> l.startsWith("peak: share of 128.0 GFLOP/s")));
  }

  @Test
  void ratiosAreOfTheSameRoundAndOfTheBest() {
    fill();
    String ratios = line("product", 1);
    assertTrue(ratios.contains("0.80/1.00/2.00"), ratios);
    assertTrue(ratios.contains("6.40/10.7/12.8"), ratios);
    assertEquals(Optional.of("near"), results.best(PRODUCT));
    assertEquals(Optional.empty(), results.best(TRAINING));
  }

  @Test
  void ratiosCanBeOfTheOthersToTheBase() {
    fill();
    String ratios = String.join("\n", lines(false));
    assertTrue(ratios.contains("0.50/1.00/1.25"), ratios);
  }

  @Test
  void memoryIsShownWhereItIsKnown() {
    fill();
    assertTrue(line("training", 2).contains("5.00 M"), line("training", 2));
    assertEquals(2, lines(true).stream().filter(l -> l.startsWith("startup")).count());
  }

  @Test
  void notesSayWhatIsMissing() {
    fill();
    assertTrue(lines(true).contains("near: cannot: no training (training)"));
    assertTrue(lines(true).contains("absent: skipped: could not be fetched"));
    assertTrue(line("near  ", 0).endsWith("Near 3.13"));
  }

  @Test
  void oursAloneNeedsNoRatios() {
    add(PRODUCT, "ours", 100_000);
    assertFalse(String.join("\n", lines(true)).contains("times as fast"));
  }

  @Test
  void theJsonHasEveryNumber() throws Exception {
    fill();
    Map<String, Object> method = Map.of("threads", 1, "effort", new Spread(1, 2, 3));
    JsonNode json = JsonMapper.builder().build().readTree(JsonReport.text(results, method));
    JsonNode product = json.at("/cases/1");
    assertEquals("product", product.at("/name").asText());
    assertEquals("near", product.at("/best").asText());
    assertEquals(50_000, product.at("/measured/ours/forks/1/nanos/0").asDouble());
    assertEquals(1e-7, product.at("/measured/far/distanceFromReference").asDouble());
    assertEquals(2, product.at("/measured/near/baseTimesAsFast/max").asDouble());
    assertEquals(128, json.at("/peakGigaflops").asDouble());
    assertEquals(2, json.at("/method/effort/median").asDouble());
    assertTrue(json.at("/machine/java").asText().contains("VM"));
    assertTrue(json.at("/notes/absent").has("skipped: could not be fetched"));
    assertTrue(json.at("/cases/4/best").isMissingNode());
  }
}
