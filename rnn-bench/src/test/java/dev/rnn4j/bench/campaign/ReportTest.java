package dev.rnn4j.bench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private record Case(String name, Work work) implements Row {}

  private static final Row PEAK = new Case(Row.PEAK, Row.Work.flops(1e6));
  private static final Row PRODUCT = new Case("product", Row.Work.flops(6.4e6));
  private static final Row TRAINING = new Case("training", Row.Work.tokens(2500, 1e9));
  private static final Row PASS = new Case("pass", Row.Work.elements(4e6));
  private static final Row STARTUP = new Case("startup", Row.Work.UNCOUNTED);

  private static final List<Row> ROWS = List.of(PEAK, PRODUCT, TRAINING, PASS, STARTUP);

  private final Results results = new Results(ROWS, "ours", true);

  private static void add(Results to, Row row, String contestant, double... nanos) {
    for (double n : nanos) {
      to.add(row, contestant, new Sample(List.of(n), row.equals(TRAINING) ? 5e6 : Double.NaN));
    }
  }

  private static void fill(Results to) {
    add(to, PEAK, "ours", 1e4, 7812.5, 1e4);
    add(to, PRODUCT, "ours", 100_000, 50_000, 60_000);
    add(to, PRODUCT, "near", 200_000, 40_000, 60_000);
    add(to, PRODUCT, "far", 640_000, 640_000, 640_000);
    add(to, TRAINING, "ours", 25e6, 25e6, 25e6);
    add(to, PASS, "ours", 1e6, 1e6, 1e6);
    add(to, STARTUP, "ours", 200e6, 100e6, 300e6);
    to.distance(PRODUCT, "far", 1e-7);
    to.describe("near", "Near 3.13");
    to.note("near", "training", "cannot: no training");
    to.note("absent", "", "skipped: could not be fetched");
  }

  private List<String> lines(Results of) {
    return new Report(of, 3).lines("memory", List.of("a legend"));
  }

  /** The cells of a contestant, from the line that names its row on. */
  private List<String> cells(Results of, String row, String contestant) {
    boolean inRow = false;
    for (String line : lines(of)) {
      inRow = line.startsWith(" ") ? inRow : line.startsWith(row + " ");
      if (inRow && line.contains(" " + contestant + " ")) {
        return List.of(line.substring(line.indexOf(" " + contestant + " ")).strip().split(" +"));
      }
    }
    return List.of();
  }

  private List<String> cells(String row, String contestant) {
    return cells(results, row, contestant);
  }

  @Test
  void timesSpeedsAndSharesStandInTheTable() {
    fill(results);
    assertEquals(
        List.of("ours", "60.0", "us", "-17%", "+67%", "106.7", "83%"), cells("product", "ours"));
    assertEquals(
        List.of(
            "ours", "25.0", "ms", "-0%", "+0%", "40.0", "31%", "100,000", "tokens/s", "5.00", "MB"),
        cells("training", "ours"));
    assertEquals(
        List.of("ours", "1.00", "ms", "-0%", "+0%", "4.00", "G", "elements/s"),
        cells("pass", "ours"));
    assertEquals(List.of("ours", "200", "ms", "-50%", "+50%"), cells("startup", "ours"));
    assertTrue(lines(results).stream().anyMatch(l -> l.startsWith("peak: share of 128.0 GFLOP/s")));
  }

  @Test
  void ratiosAreOfTheSameRound() {
    fill(results);
    assertEquals("0.80/1.00/2.00", cells("product", "near").getLast());
    assertEquals("6.40/10.7/12.8", cells("product", "far").getLast());
  }

  @Test
  void ratiosCanBeOfTheOthersToTheBase() {
    Results kernels = new Results(ROWS, "ours", false);
    fill(kernels);
    assertEquals("0.50/1.00/1.25", cells(kernels, "product", "near").getLast());
  }

  @Test
  void theBaseComesFirstAndThenTheFastest() {
    fill(results);
    List<String> lines = lines(results);
    int first =
        lines.indexOf(
            lines.stream().filter(l -> l.startsWith("product")).findFirst().orElseThrow());
    assertTrue(lines.get(first).contains(" ours "));
    assertTrue(lines.get(first + 1).contains(" near "));
    assertTrue(lines.get(first + 2).contains(" far "));
  }

  @Test
  void notesSayWhatIsMissing() {
    fill(results);
    assertTrue(lines(results).contains("near: cannot: no training (training)"));
    assertTrue(lines(results).contains("absent: skipped: could not be fetched"));
    assertTrue(lines(results).contains("near         Near 3.13"));
  }

  @Test
  void theJsonHasEveryNumber() throws Exception {
    fill(results);
    Map<String, Object> method = Map.of("threads", 1, "effort", new Spread(1, 2, 3));
    JsonNode json =
        JsonMapper.builder().build().readTree(new Report(results, 3).file(method).json());
    JsonNode ours = json.at("/results/1");
    assertEquals("product", ours.at("/row").asText());
    assertEquals("ours", ours.at("/contestant").asText());
    assertEquals(60_000, ours.at("/speed/medianNanos").asDouble());
    assertEquals(50_000, ours.at("/forks/1/nanos/0").asDouble());
    assertEquals(2, json.at("/results/2/timesAsFast/max").asDouble());
    assertEquals(1e-7, json.at("/results/3/distance").asDouble());
    assertTrue(json.at("/results/3/bytes").isMissingNode());
    assertEquals(128, json.at("/peakGigaflops").asDouble());
    assertEquals(2, json.at("/method/effort/median").asDouble());
    assertTrue(json.at("/machine/java").asText().contains("VM"));
    assertTrue(json.at("/notes/absent").has("skipped: could not be fetched"));
  }
}
