package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
  @Test
  void rowsAreCutAtSeparatorsAndLineEnds() throws IOException {
    assertEquals(List.of(List.of("a", " b", ""), List.of("1")), cells("a, b,\r\n1\n"));
    assertEquals(List.of(List.of(""), List.of("", "")), cells("\n,"));
  }

  @Test
  void quotedCellsHoldSeparatorsLineEndsAndQuotes() throws IOException {
    assertEquals(
        List.of(List.of("a,b", "say \"so\"", ""), List.of("x\r\ny\nz", "1")),
        cells("\"a,b\",\"say \"\"so\"\"\",\"\"\r\n\"x\r\ny\nz\",1\r\n"));
    assertEquals(List.of(List.of("5\" disk")), cells("5\" disk"));
  }

  @Test
  void tabsSeparateWithoutQuoting() throws IOException {
    assertEquals(List.of(List.of("\"a", "b,c\"")), cells(reader("\"a\tb,c\"\r\n", CsvFormat.TSV)));
    assertEquals(CsvFormat.TSV, CsvFormat.of("data/Reviews.TSV.gz"));
    assertEquals(CsvFormat.CSV, CsvFormat.of("reviews.txt"));
  }

  @Property(tries = 300)
  void whatIsWrittenIsRead(
      @ForAll @Size(min = 1, max = 5)
          List<
                  @Size(min = 1, max = 4) List<
                      @StringLength(max = 6) @Chars({',', '"', '\n', '\r', 'a', ' '}) String>>
              rows,
      @ForAll @IntRange(max = 1) int end)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      List<String> quoted = row.stream().map(c -> '"' + c.replace("\"", "\"\"") + '"').toList();
      text.append(String.join(",", quoted)).append(end == 0 ? "\n" : "\r\n");
    }
    assertEquals(rows, cells(text.toString()));
  }

  @Test
  void columnsAreFoundByName() throws IOException {
    try (CsvReader reader = reader("date,load,\"oil, hot\"\n1,2,3\n\n4,5,6", CsvFormat.CSV)) {
      assertEquals(List.of("date", "load", "oil, hot"), reader.header());
      assertEquals(2, reader.column("oil, hot"));
      assertEquals(new CsvReader.Row(2, List.of("1", "2", "3")), reader.next());
      CsvReader.Row blank = reader.next();
      assertTrue(blank != null && blank.isBlank());
      CsvReader.Row last = reader.next();
      assertEquals(new CsvReader.Row(4, List.of("4", "5", "6")), last);
      assertFalse(last == null || last.isBlank());
      assertNull(reader.next());
      CorpusException e = assertThrows(CorpusException.class, () -> reader.column("OT"));
      assertEquals(
          "it has no column 'OT'; name one of its columns: date, load, oil, hot", e.getMessage());
    }
  }

  @Test
  void whatIsNoTableIsRefusedWithItsLine() {
    assertRefusal(
        "a,b\n1,2\n\"x\ny\",2\n3\n",
        "it, line 5: 1 cell here, but 2 columns in the header; write empty cells too, and put"
            + " cells with a separator in quotes");
    assertRefusal("a,b,a\n", "it, line 1: two columns are named 'a'; rename one of them");
    assertRefusal(
        "a\n1\n\"2\n3\n",
        "it, line 3: a quote is opened and not closed; close it, or write \"\" for a quote");
    assertRefusal(
        "a\n\"1\n2\"3\n",
        "it, line 3: a closing quote is followed by more text; write \"\" for a quote in quotes");
  }

  private static void assertRefusal(String text, String message) {
    CorpusException e =
        assertThrows(
            CorpusException.class,
            () -> {
              try (CsvReader reader = reader(text, CsvFormat.CSV)) {
                reader.header();
                cells(reader);
              }
            });
    assertEquals(message, e.getMessage());
  }

  @Test
  void rowsWithoutEndAreNotHeld() throws IOException {
    InChunks endless = new InChunks("1,\"2\"\n".getBytes(StandardCharsets.UTF_8), -1);
    try (CsvReader reader = new CsvReader(TextInput.stream("it", endless), CsvFormat.CSV)) {
      for (int n = 1; n <= 200_000; n++) {
        assertEquals(new CsvReader.Row(n, List.of("1", "2")), reader.next());
        assertTrue(endless.given() - 6L * n < 1 << 18, "read ahead");
      }
    }
  }

  @Test
  void aQuoteWithoutEndIsRefusedBeforeMemoryEnds() throws IOException {
    InChunks endless = new InChunks(",\"\na\n".getBytes(StandardCharsets.UTF_8), -1);
    InChunks unclosed = new InChunks("\"\"\n".getBytes(StandardCharsets.UTF_8), -1);
    try (CsvReader odd = new CsvReader(TextInput.stream("it", endless), CsvFormat.CSV);
        CsvReader reader = new CsvReader(TextInput.stream("it", unclosed), CsvFormat.CSV)) {
      assertEquals(new CsvReader.Row(1, List.of("", "\na\n,")), odd.next());
      assertEquals(new CsvReader.Row(1, List.of("")), reader.next());
    }
    StringBuilder text = new StringBuilder("\"");
    text.append("a\n".repeat(5_000_000));
    assertThrows(CorpusException.class, () -> cells(text.toString()));
  }

  private static CsvReader reader(String text, CsvFormat format) throws CorpusException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new CsvReader(TextInput.stream("it", new ByteArrayInputStream(bytes)), format);
  }

  private static List<List<String>> cells(String text) throws IOException {
    try (CsvReader reader = reader(text, CsvFormat.CSV)) {
      return cells(reader);
    }
  }

  private static List<List<String>> cells(CsvReader reader) throws IOException {
    List<List<String>> all = new ArrayList<>();
    for (CsvReader.Row row = reader.next(); row != null; row = reader.next()) {
      all.add(row.cells());
    }
    return all;
  }
}
