package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParallelTextTest {
  private static TextInput text(String name, String content) {
    return TextInput.stream(
        name, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<TextPair> pairs(String source, String target) throws CorpusException {
    return ParallelText.of(text("a.de", source), text("a.en", target)).readAll();
  }

  @Test
  void linesOfTheSameNumberBelongTogether() throws CorpusException {
    assertEquals(
        List.of(new TextPair("eins", "one"), new TextPair("", " two "), new TextPair("drei", "")),
        pairs("eins\r\n\ndrei", "one\n two \n\n"));
  }

  @Test
  void twoFilesMustHaveAsManyLines() {
    assertEquals(
        "a.de has a line 3, but a.en ends before it; every line of one must belong to the same"
            + " line of the other",
        refusal(() -> pairs("a\nb\nc\n", "a\nb\n")));
    assertTrue(refusal(() -> pairs("a\n", "a\nb")).startsWith("a.en has a line 2, but a.de ends"));
    assertTrue(refusal(() -> pairs("a\n", "")).contains("a.en"));
    assertTrue(refusal(() -> pairs("", "a")).contains("a.de"));
  }

  private interface Reading {
    Object run() throws IOException;
  }

  private static String refusal(Reading reading) {
    return String.valueOf(assertThrows(CorpusException.class, reading::run).getMessage());
  }

  private static List<TextPair> columns(String table, int source, int target)
      throws CorpusException {
    return ParallelText.columns(text("t.tsv", table), source, target).readAll();
  }

  @Test
  void columnsOfATableAreTakenInAnyOrder() throws CorpusException {
    assertEquals(
        List.of(new TextPair("Geh.", "Go."), new TextPair("\"Hallo\"!", "Hi.")),
        columns("Go.\tGeh.\r\n\nHi.\t\"Hallo\"!\n", 2, 1));
    assertEquals(List.of(new TextPair("c", "c")), columns("a\tb\tc\n", 3, 3));
    assertEquals(List.of(new TextPair("", "b")), columns("\tb", 1, 2));
  }

  @Test
  void whatIsNoTableOfPairsIsRefused() {
    assertEquals(
        "t.tsv, line 2: the row has 1 of the 2 columns asked for; separate its cells by tabs, or"
            + " name others",
        refusal(() -> columns("a\tb\nc\n", 1, 2)));
    assertTrue(
        refusal(() -> columns("a\tb\nc\td\te\n", 1, 2)).startsWith("t.tsv, line 2: 3 cells here"));
    assertTrue(refusal(() -> columns("\n \n", 1, 2)).contains("nothing but blank lines"));
    assertTrue(refusal(() -> columns("", 1, 2)).contains("t.tsv"));
    assertThrows(IllegalArgumentException.class, () -> columns("a\tb", 0, 1));
  }

  /** Ten million lines would be no different: nothing is kept. */
  @Test
  void pairsComeAsTheyAreAskedFor() throws IOException {
    InputStream endless =
        new InputStream() {
          private int n;

          @Override
          public int read() {
            return "ab\tcd\n".charAt(n++ % 6);
          }

          @Override
          public int read(byte[] into, int from, int length) {
            for (int i = from; i < from + length; i++) {
              into[i] = (byte) read();
            }
            return length;
          }
        };
    try (ParallelText text =
        ParallelText.columns(
            TextInput.stream("endless", new SequenceInputStream(endless, endless)), 1, 2)) {
      for (int i = 0; i < 100_000; i++) {
        assertEquals(new TextPair("ab", "cd"), text.next());
      }
    }
  }

  @Test
  void afterTheLastPairThereIsNone() throws IOException {
    ParallelText text = ParallelText.of(text("a", "x\n"), text("b", "y\n"));
    text.next();
    assertNull(text.next());
    text.close();
  }

  @Test
  void noSentenceOfTheSideThatDividesIsInTwoParts() {
    List<TextPair> pairs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      pairs.add(new TextPair("deutsch " + i, "english " + i / 3));
    }
    ParallelText.Split split = ParallelText.split(pairs, TextPair::target, 20, new RandomSource(1));
    List<Set<String>> sides = new ArrayList<>();
    List<TextPair> together = new ArrayList<>();
    for (List<TextPair> part : List.of(split.train(), split.validation(), split.test())) {
      Set<String> side = new HashSet<>();
      part.forEach(pair -> side.add(pair.target()));
      sides.forEach(other -> assertTrue(side.stream().noneMatch(other::contains)));
      sides.add(side);
      together.addAll(part);
    }
    assertEquals(List.of(60, 20, 20), sides.stream().map(Set::size).toList());
    assertEquals(60, split.test().size());
    assertEquals(new HashSet<>(pairs), new HashSet<>(together));
    assertEquals(300, together.size());
    assertEquals(split, ParallelText.split(pairs, TextPair::target, 20, new RandomSource(1)));
    assertNotEquals(split, ParallelText.split(pairs, TextPair::target, 20, new RandomSource(2)));
    for (int wrong : new int[] {0, 50, -1, Integer.MAX_VALUE}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> ParallelText.split(pairs, TextPair::target, wrong, new RandomSource(1)));
    }
  }
}
