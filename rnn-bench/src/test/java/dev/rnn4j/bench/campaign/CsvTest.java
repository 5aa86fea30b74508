package dev.rnn4j.bench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
  private static List<String> records(ResultsFile results) {
    String text = Csv.of(results);
    assertTrue(text.endsWith("\r\n"));
    return List.of(text.substring(0, text.length() - 2).split("\r\n", -1));
  }

  @Test
  void everyNumberOfALineHasItsColumn() {
    List<String> records =
        records(
            new SampleFiles.Builder()
                .limits()
                .add(SampleFiles.PRODUCT, "scalar", 400_000, 800_000, 600_000)
                .add(SampleFiles.PRODUCT, "512 bits", 100_000, 100_000, 100_000)
                .build());
    assertEquals(
        "case,contestant,forks,median_ns,min_ns,max_ns,gigaflops,share_of_peak,per_second,unit,"
            + "ratio_median,ratio_min,ratio_max,memory_bytes,distance,flops,moved_bytes",
        records.getFirst());
    assertEquals(
        "NN 20x800x200,512 bits,3,100000.0,100000.0,100000.0,64.0,0.64,,,"
            + "6.0,4.0,8.0,,,6400000.0,720000.0",
        records.get(4));
    assertEquals(
        "fma peak,512 bits,2,15000.0,10000.0,20000.0,66.66666666666667,0.6666666666666667,,,"
            + ",,,,,1000000.0,",
        records.get(1));
  }

  @Test
  void namesWithCommasAndQuotesAreQuoted() {
    List<String> records =
        records(
            new SampleFiles.Builder().add(SampleFiles.LAYER, "the \"fast\" one", 1e6, 1e6).build());
    assertTrue(
        records.get(1).startsWith("\"LSTM 1,2,3\",\"the \"\"fast\"\" one\",2,"), records.get(1));
  }

  @Test
  void ratesHaveTheirUnit() {
    List<String> records =
        records(new SampleFiles.Builder().add(SampleFiles.PASS, "scalar", 1000, 1000).build());
    assertTrue(records.get(1).contains(",1.0E8,elements,"), records.get(1));
  }
}
