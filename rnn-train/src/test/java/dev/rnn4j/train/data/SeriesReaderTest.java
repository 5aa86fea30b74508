package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.model.CalendarFeatures;
import dev.rnn4j.core.model.Series;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesReaderTest {
  private static SeriesReader reader(String text, List<String> names, String time)
      throws CorpusException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TextInput input = TextInput.stream("it.csv", new ByteArrayInputStream(bytes));
    return new SeriesReader(input, CsvFormat.CSV, names, time);
  }

  private static Series series(String text, String... names) throws IOException {
    try (SeriesReader reader = reader(text, List.of(names), "")) {
      return reader.readAll();
    }
  }

  @Test
  void namedColumnsAreReadInTheOrderAsked() throws IOException {
    Series series = series("date,a,b\nx,1,2.5\ny,-3e2, 4 \n", "b", "a");
    assertEquals(List.of("b", "a"), series.columns());
    assertEquals(2, series.rows());
    assertEquals(2.5, series.get(0, 0));
    assertEquals(-300, series.get(1, 1));
    assertEquals(4, series.get(1, 0));
  }

  @Test
  void whatIsNotThereIsMissing() throws IOException {
    Series series = series("a,b\n,1\nNA,2\nnan,3\n\nnull,4\n", "a", "b");
    assertEquals(4, series.rows());
    for (int t = 0; t < 4; t++) {
      assertEquals(Double.NaN, series.get(t, 0));
      assertEquals(t + 1.0, series.get(t, 1));
    }
    Series single = series("a\n1\n\n3\n", "a");
    assertEquals(3, single.rows()); // a blank line is an empty cell
    assertEquals(Double.NaN, single.get(1, 0));
  }

  @Test
  void timesBecomeHourAndWeekday() throws IOException {
    String text =
        "when,a\n2016-07-04 06:00:00,1\n2016-07-07T18:00,2\n2016-07-04,3\n"
            + "2016-07-04T06:00:00.5Z,4\n";
    try (SeriesReader reader = reader(text, List.of("a", CalendarFeatures.NAMES.get(1)), "when")) {
      assertEquals(
          List.of("a", "hour sin", "hour cos", "weekday sin", "weekday cos"), reader.columns());
      double angle = 2 * Math.PI * 0.25 / 7; // Monday, 6 in the morning
      assertArrayEquals(
          new double[] {1, 1, 0, Math.sin(angle), Math.cos(angle)}, reader.next(), 1e-12);
      assertEquals(LocalDateTime.of(2016, 7, 4, 6, 0), reader.time());
      angle = 2 * Math.PI * 3.75 / 7; // Thursday, 6 in the evening
      assertArrayEquals(
          new double[] {2, -1, 0, Math.sin(angle), Math.cos(angle)}, reader.next(), 1e-12);
      assertArrayEquals(new double[] {3, 0, 1, 0, 1}, reader.next(), 1e-12);
      reader.next();
      assertNull(reader.next());
    }
  }

  @Test
  void whatIsNoNumberOrTimeIsRefusedWithItsPlace() {
    assertRefused(
        "a,b\n1,2\n3,x7\n", "", "it.csv, line 3: column b holds 'x7', which is not a number");
    assertRefused("a,b\n1,1d\n", "", "line 2: column b holds '1d'");
    assertRefused("a,b\n1,Infinity\n", "", "line 2: column b holds 'Infinity'");
    assertRefused("a,b\n1,1e999\n", "", "line 2: column b holds '1e999'");
    assertRefused("a,c\n1,2\n", "", "it.csv has no column 'b'; name one of its columns: a, c");
    assertRefused("a,b\n1\n", "", "it.csv, line 2: 1 cell here, but 2 columns in the header");
    assertRefused("a,b\n", "", "it.csv, line 1: there is no row after the header");
    assertRefused("a,b\n4/7/16,2\n", "a", "it.csv, line 2: '4/7/16' is not a time; write it as");
    assertRefused("a,b\n,2\n", "a", "it.csv, line 2: '' is not a time");
  }

  private static void assertRefused(String text, String time, String reason) {
    CorpusException e =
        assertThrows(
            CorpusException.class,
            () -> {
              try (SeriesReader reader = reader(text, List.of("b"), time)) {
                reader.readAll();
              }
            });
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e::getMessage);
  }
}
