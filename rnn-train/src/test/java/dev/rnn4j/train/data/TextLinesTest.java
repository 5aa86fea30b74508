package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
  @Test
  void linesEndAtNewlinesOnly() throws IOException {
    assertEquals(List.of("a\r", "", "b\u2028c"), lines(stream("a\r\n\nb\u2028c")));
    assertEquals(List.of("a"), lines(stream("a\n")));
    assertEquals(List.of("", ""), lines(stream("\n\n")));
  }

  @Property(tries = 200)
  void linesAreThoseOfTheWholeTextHoweverItComes(
      @ForAll
          @StringLength(min = 1, max = 40)
          @CharRange(from = '\n', to = '\r')
          @CharRange(from = '\u00e0', to = '\u00e3')
          @CharRange(from = '\u20ac', to = '\u20ae')
          String text,
      @ForAll @IntRange(min = 1, max = 5) int chunk)
      throws IOException {
    List<String> expected = new ArrayList<>(List.of(text.split("\n", -1)));
    if (text.endsWith("\n")) {
      expected.removeLast();
    }
    assertEquals(expected, lines(TextInput.stream("it", new InChunks(bytes(text), chunk))));
    assertEquals(text, TextInput.stream("it", new InChunks(bytes(text), chunk)).read());
  }

  @Test
  void aFileAndAStreamGiveTheSameLines(@TempDir Path folder) throws IOException {
    String text = "\ufeffa line\n\nand a longer one \u20ac\n".repeat(10_000);
    Path file = Files.writeString(folder.resolve("text.txt"), text);
    List<String> lines = lines(TextInput.file(file));
    assertEquals(lines, lines(stream(text)));
    assertEquals(30_000, lines.size());
    assertEquals("a line", lines.get(0));
  }

  @Test
  void aLineIsGivenBeforeTheNextOneIsThere() throws IOException {
    InputStream typed =
        new InputStream() {
          private int line;

          @Override
          public int read() {
            throw new AssertionError("more was asked for than the line needs");
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            assertTrue(line < 3, "more was asked for than the line needs");
            byte[] bytes = {(byte) ('a' + line++), '\n'};
            System.arraycopy(bytes, 0, into, offset, 2);
            return 2;
          }
        };
    try (TextLines lines = TextInput.stream("it", typed).lines()) {
      assertEquals("a", lines.next());
      assertEquals("b", lines.next());
      assertEquals("c", lines.next());
    }
  }

  @Test
  void millionsOfLinesAreNotHeld() throws IOException {
    InChunks endless = new InChunks(bytes("some line or other\n"), -1);
    try (TextLines lines = TextInput.stream("it", endless).lines()) {
      for (int n = 1; n <= 1_000_000; n++) {
        assertEquals("some line or other", lines.next());
        assertTrue(endless.given() - 19L * n < 1 << 18, "read ahead");
      }
    }
  }

  @Test
  void allLinesBeforeADamageAreGiven() throws IOException {
    byte[] text = bytes("one\ntwo\nthree x");
    text[text.length - 1] = (byte) 0xFF;
    for (int chunk : new int[] {1, 3, 100}) {
      try (TextLines lines = TextInput.stream("it", new InChunks(text, chunk)).lines()) {
        assertEquals("one", lines.next());
        assertEquals("two", lines.next());
        CorpusException e = assertThrows(CorpusException.class, lines::next);
        assertTrue(
            String.valueOf(e.getMessage()).contains("at byte offset 14 (line 3)"), e::getMessage);
      }
    }
  }

  @Test
  void aLineWithoutEndIsRefused() throws IOException {
    InChunks endless = new InChunks(bytes("y"), -1);
    try (TextLines lines = TextInput.stream("it", endless).lines()) {
      CorpusException e = assertThrows(CorpusException.class, lines::next);
      assertTrue(String.valueOf(e.getMessage()).contains("8388608 bytes in line 1"), e::getMessage);
    }
    assertTrue(endless.given() < 9_000_000, "read " + endless.given());
    String longest = "y".repeat(8_388_608);
    assertEquals(List.of(longest, "z"), lines(stream(longest + "\nz")));
  }

  private static List<String> lines(TextInput input) throws IOException {
    List<String> all = new ArrayList<>();
    try (TextLines lines = input.lines()) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        all.add(line);
      }
    }
    return all;
  }

  private static TextInput stream(String text) {
    return TextInput.stream("it", new ByteArrayInputStream(bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
