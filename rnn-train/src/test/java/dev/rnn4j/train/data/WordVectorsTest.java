package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordVectorsTest {
  private static WordVectors read(String text, int most) throws CorpusException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return WordVectors.read(TextInput.stream("vectors.txt", new ByteArrayInputStream(bytes)), most);
  }

  private static float[] vector(WordVectors from, String word) {
    return from.vectors().getOrDefault(word, new float[0]);
  }

  @Test
  void aFirstLineOfTwoNumbersIsAHeader() throws CorpusException {
    WordVectors vectors = read("2 3\nthe 1 -2 3e-1\nof 0 0 1 \n", 10);
    assertEquals(3, vectors.width());
    assertEquals(List.of("the", "of"), List.copyOf(vectors.vectors().keySet()));
    assertArrayEquals(new float[] {1, -2, 0.3f}, vector(vectors, "the"));
  }

  @Test
  void withoutAHeaderTheFirstLineSaysTheWidth() throws CorpusException {
    WordVectors vectors = read("the 1 2\n. . 3 4\nthe 5 6\nThe 7 8\n", 10);
    assertEquals(List.of("the", ". .", "The"), List.copyOf(vectors.vectors().keySet()));
    assertArrayEquals(new float[] {1, 2}, vector(vectors, "the"));
    assertArrayEquals(new float[] {3, 4}, vector(vectors, ". ."));
    assertArrayEquals(new float[] {1, 2}, vector(vectors.lowerCase(), "the"));
    assertEquals(2, vectors.lowerCase().vectors().size());
  }

  @Test
  void onlySoManyAreRead() throws CorpusException {
    assertEquals(1, read("the 1 2\nof x y\n", 1).vectors().size());
  }

  @Test
  void whatIsWrongIsNamedWithItsLine() {
    assertRefused(
        "vectors.txt, line 2: a word with 1 values, where 2 are due; every line needs as many",
        "the 1 2\nof 1\n");
    assertRefused(
        "vectors.txt, line 2: \"x\" is not a number; a line is a word and 2 numbers",
        "2 2\nthe 1 x\n");
    assertRefused(
        "vectors.txt, line 1: \"NaN\" is not a number; a line is a word and 2 numbers",
        "the 1 NaN\n");
    assertRefused("vectors.txt has no vectors; write a word a line, then its values", "5 300\n");
  }

  private static void assertRefused(String expected, String text) {
    CorpusException e = assertThrows(CorpusException.class, () -> read(text, 10));
    assertEquals(expected, e.getMessage());
  }
}
