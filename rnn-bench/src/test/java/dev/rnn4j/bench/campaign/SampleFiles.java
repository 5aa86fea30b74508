package dev.rnn4j.bench.campaign;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results that were never measured. */
public final class SampleFiles {
  private record Case(String name, Work work) implements Row {}

  public static final Row PRODUCT =
      new Case("NN 20x800x200", Row.Work.flops(6.4e6).moving(720_000));
  public static final Row LAYER = new Case("LSTM 1,2,3", Row.Work.flops(1e6).moving(1e6));
  public static final Row PASS = new Case("sgd 100", Row.Work.elements(100));
  private static final Row PEAK = new Case(Row.PEAK, Row.Work.flops(1e6));
  private static final Row CACHE = new Case(Row.CACHE, Row.Work.reads(1e6));

  private SampleFiles() {}

  /** Numbers to be chosen for each row and contestant, and a machine to be replaced. */
  public static final class Builder {
    private final Results results =
        new Results(List.of(PEAK, CACHE, PRODUCT, LAYER, PASS), "scalar", false);
    private final Map<String, Object> method = new LinkedHashMap<>(Map.of("threads", 1));
    private final Map<String, Object> machine =
        new LinkedHashMap<>(Map.of("processor", "P", "cores", 2, "system", "S", "java", "J"));

    public Builder add(Row row, String contestant, double... nanos) {
      for (double n : nanos) {
        results.add(row, contestant, new Sample(List.of(n), Double.NaN));
      }
      return this;
    }

    /** A peak of so many GFLOP/s. */
    public Builder peak(double gigaflops) {
      return add(PEAK, "512 bits", 1e6 / gigaflops, 1e6 / gigaflops);
    }

    /** A peak of 100 GFLOP/s and 10 GB/s from the caches. */
    public Builder limits() {
      return add(PEAK, "512 bits", 1e4, 2e4).add(CACHE, "512 bits", 1e5, 1e6);
    }

    public Builder note(String contestant, String row, String text) {
      results.note(contestant, row, text);
      return this;
    }

    public Builder method(String name, Object value) {
      method.put(name, value);
      return this;
    }

    public Builder machine(String name, Object value) {
      machine.put(name, value);
      return this;
    }

    public ResultsFile build() {
      ResultsFile f = new Report(results, 2).file(method);
      return new ResultsFile(
          f.format(),
          "2026-01-31",
          machine,
          f.method(),
          f.peakGigaflops(),
          f.readGigabytes(),
          f.contestants(),
          f.notes(),
          f.ratio(),
          f.results());
    }
  }
}
