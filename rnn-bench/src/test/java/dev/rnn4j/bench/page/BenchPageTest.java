package dev.rnn4j.bench.page;

import static dev.rnn4j.bench.campaign.SampleFiles.LAYER;
import static dev.rnn4j.bench.campaign.SampleFiles.PASS;
import static dev.rnn4j.bench.campaign.SampleFiles.PRODUCT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.bench.campaign.ResultsFile;
import dev.rnn4j.bench.campaign.SampleFiles;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BenchPageTest {
  private static final ResultsFile FULL =
      new SampleFiles.Builder()
          .limits()
          .add(PRODUCT, "scalar", 400_000, 800_000)
          .add(PRODUCT, "512 bits", 100_000, 100_000)
          .add(LAYER, "scalar", 1e6, 1e6)
          .add(PASS, "scalar", 1000, 1000)
          .add(PASS, "512 bits", 500, 250)
          .note("512 bits", PASS.name(), "a note <of it>")
          .build();

  private static String page(ResultsFile results) {
    return new BenchPage(results).page().html();
  }

  private static List<String> found(String html, String expression) {
    return Pattern.compile(expression).matcher(html).results().map(m -> m.group(1)).toList();
  }

  @Test
  void ratiosOfEachKindOfCaseHaveAPlotOfTheirOwn() {
    String html = page(FULL);
    assertEquals(
        List.of(
            "matrix products, M\u00d7N\u00d7K",
            "passes over arrays",
            "speed in GFLOP/s over operations per byte"),
        found(html, "<figcaption>([^<]*)<"));
    assertTrue(html.contains("<title>512 bits, NN 20x800x200: 6, from 4 to 8</title>"));
    assertTrue(html.contains("<title>512 bits, sgd 100: 3, from 2 to 4</title>"));
  }

  @Test
  void coloursFollowNamesWhateverTheSpeeds() {
    ResultsFile results =
        new SampleFiles.Builder()
            .add(PASS, "512 bits", 1)
            .add(PASS, "scalar", 4)
            .add(PASS, "128 bits", 2)
            .build();
    assertEquals(List.of("scalar", "128 bits", "512 bits"), results.measured());
    assertEquals(List.of("c1", "c2"), found(page(results), "<i class=\"dot ([^\"]*)\""));
  }

  @Test
  void theRooflineHasWhatHasProductsAndItsLimits() {
    String html = page(FULL);
    assertEquals(
        List.of(
            "512 bits, NN 20x800x200: 64 GFLOP/s",
            "scalar, NN 20x800x200: 10.67 GFLOP/s",
            "scalar, LSTM 1,2,3: 1 GFLOP/s"),
        found(html, "<title>([^<]*GFLOP/s)</title>"));
    assertTrue(html.contains(">fused multiply-adds: 100 GFLOP/s<"));
    assertTrue(html.contains(">read 512 KiB: 10 GB/s<"));
    // 6.4e6 / 720,000 operations per byte, times 10 GB/s
    assertTrue(html.contains("<td class=\"number\">88.9</td><td class=\"number\">72%</td>"), html);
    assertEquals(1, found(html, "(class=\"range\")").size());
  }

  @Test
  void limitsAreThoseOfAllThreads() {
    SampleFiles.Builder two =
        new SampleFiles.Builder()
            .limits()
            .add(PRODUCT, "scalar", 400_000, 800_000)
            .method("threads", 2);
    String html = page(two.build());
    assertTrue(html.contains(">fused multiply-adds: 200 GFLOP/s<"));
    assertTrue(html.contains(">read 512 KiB: 20 GB/s<"));
  }

  @Test
  void withoutAPeakOrARatioThePageSaysSo() {
    String html = page(new SampleFiles.Builder().add(PRODUCT, "scalar", 1000).build());
    assertTrue(html.contains("no peak of this machine was measured"));
    assertTrue(html.contains("so there is no ratio"));
    assertTrue(html.contains("Of a single fork each"));
    assertFalse(html.contains("<svg"));
  }

  @Test
  void everythingElseIsThereAndNothingIsLoaded() {
    String html = page(FULL);
    assertTrue(html.contains("512 bits: a note &lt;of it&gt; (sgd 100)"));
    assertTrue(html.contains("2026-01-31"));
    assertTrue(html.contains("-33% +33%"));
    for (String foreign : List.of("http:", "https:", "<script", "<link", "<img", "url(")) {
      assertFalse(html.contains(foreign), foreign);
    }
    assertEquals(html, page(FULL));
    assertFalse(html.contains("smoke run"));
    assertTrue(
        page(new SampleFiles.Builder().add(PASS, "scalar", 1).method("smoke", true).build())
            .contains("smoke run"));
  }
}
