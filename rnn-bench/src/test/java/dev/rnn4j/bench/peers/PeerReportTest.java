package dev.rnn4j.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerReportTest {
  private static final PeerTask PRODUCT = task("NN-20x800x200");
  private static final PeerTask TRAINING = task("training-char-128");
  private static final PeerTask STARTUP = task("startup-step-2x128-V65");

  private final PeerResults results = new PeerResults(List.of(PRODUCT, TRAINING, STARTUP));

  private static PeerTask task(String id) {
    return PeerTask.all().stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
  }

  private void add(PeerTask task, PeerEngine engine, double... nanos) {
    for (double n : nanos) {
      results.add(task, engine, new PeerSample(n, 1_000_000));
    }
  }

  private void fill() {
    add(PRODUCT, PeerEngine.RNN4J, 100_000, 50_000, 60_000);
    add(PRODUCT, PeerEngine.ONEDNN, 200_000, 40_000, 60_000);
    add(PRODUCT, PeerEngine.MKL, 640_000, 640_000, 640_000);
    add(TRAINING, PeerEngine.RNN4J, 25e6, 25e6, 25e6);
    add(STARTUP, PeerEngine.RNN4J, 200e6, 100e6, 300e6);
    results.distance(PRODUCT, PeerEngine.MKL, 1e-7);
    results.addPeak(100);
    results.addPeak(128);
    results.describe(PeerEngine.ONEDNN, "oneDNN 3.13");
    results.note(PeerEngine.ONEDNN, TRAINING.id(), "cannot: no training");
    results.note(PeerEngine.DL4J, "", "skipped: could not be fetched");
  }

  private List<String> lines() {
    return new PeerReport(results, 3).lines();
  }

  private String line(String start, int index) {
    return lines().stream().filter(l -> l.startsWith(start)).toList().get(index);
  }

  @Test
  void timesSpeedsAndSharesStandInTheFirstTable() {
    fill();
    List<String> product = List.of(line("NN-20x800x200", 0).split("[ |]+", -1));
    assertEquals(List.of("60.0", "us", "106.7"), product.subList(1, 4)); // 6.4 MFLOP
    assertEquals("83%", product.getLast());
    assertTrue(line("  tokens/s", 0).contains("100,000"));
    assertTrue(line("startup", 0).contains("200 ms"));
  }

  @Test
  void ratiosAreOfTheSameRoundAndOfTheBest() {
    fill();
    String ratios = line("NN-20x800x200", 1);
    assertTrue(ratios.contains("0.80/1.00/2.00"), ratios);
    assertTrue(ratios.contains("6.40/10.7/12.8"), ratios);
    assertEquals(Optional.of(PeerEngine.ONEDNN), results.best(PRODUCT));
    assertEquals(Optional.empty(), results.best(TRAINING));
  }

  @Test
  void notesSayWhatIsMissing() {
    fill();
    assertTrue(lines().contains("onednn: cannot: no training (training-char-128)"));
    assertTrue(lines().contains("dl4j: skipped: could not be fetched"));
    assertTrue(line("onednn  ", 0).endsWith("oneDNN 3.13"));
  }

  @Test
  void oursAloneNeedsNoRatios() {
    add(PRODUCT, PeerEngine.RNN4J, 100_000);
    assertFalse(String.join("\n", lines()).contains("times faster"));
  }

  @Test
  void theJsonHasEveryNumber() throws JsonException {
    fill();
    String json = PeerJson.text(results, PeerEffort.FULL, 1, "pinned to core 1");
    Json.parse(json);
    assertTrue(json.contains("\"nanos\":[100000.0,50000.0,60000.0]"), json);
    assertTrue(json.contains("\"fmaPeakGigaflops\":128.0"), json);
    assertTrue(json.contains("\"distanceFromReference\":1.0E-7"), json);
    assertTrue(json.contains("\"bestRival\":\"onednn\""), json);
    assertTrue(json.contains("skipped: could not be fetched"), json);
  }
}
