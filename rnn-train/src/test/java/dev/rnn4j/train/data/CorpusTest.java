package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  private static final Vocabulary WORDS =
      new Vocabulary(Level.WORD, List.of("<unk>", "<eos>", "a", "b"));
  private static final Vocabulary CHARACTERS =
      new Vocabulary(
          Level.CHARACTER, List.of("a", "\n", "<unk>", "\u00e9", "\ud83d\ude00", "\udbff\udfff"));

  @Test
  void withoutUnkAnUnknownTokenIsAnErrorThatNamesIt() {
    Vocabulary letters = new Vocabulary(Level.CHARACTER, List.of("\n", "a", "b"));
    assertArrayEquals(new int[] {1, 2, 0}, Corpus.of("ab\n", letters).ids());
    assertEquals(0, Corpus.of("ab\n", letters).unknownTokens());
    for (String text : List.of("ab\u001b", "ab\t\n", "😀")) {
      String unknown = text.replaceAll("[ab\n]", "");
      String message =
          assertThrows(IllegalArgumentException.class, () -> Corpus.of(text, letters)).getMessage();
      assertTrue(
          String.valueOf(message).startsWith("\"" + VisibleText.of(unknown) + "\" is not in"),
          message);
    }
    Vocabulary words = new Vocabulary(Level.WORD, List.of("<eos>", "a"));
    assertArrayEquals(new int[] {1, 1, 0}, Corpus.of("a a", words).ids());
    String message =
        assertThrows(IllegalArgumentException.class, () -> Corpus.of("a cat", words)).getMessage();
    assertTrue(String.valueOf(message).startsWith("\"cat\" is not in the vocabulary"), message);
  }

  @Test
  void everyLineEndsWithEosAlsoTheLastWithoutNewline() {
    assertWords("a b\na\n", "a b <eos> a <eos>", 2);
    assertWords("a b\na", "a b <eos> a <eos>", 2);
    assertWords("a", "a <eos>", 1);
    assertWords("a\n \t", "a <eos> <eos>", 2);
  }

  @Test
  void aBlankLineIsJustEos() {
    assertWords("\n", "<eos>", 1);
    assertWords("\n\n", "<eos> <eos>", 2);
    assertWords("a\n\nb\n", "a <eos> <eos> b <eos>", 3);
    assertWords(" ", "<eos>", 1);
  }

  @Test
  void anEmptyTextHasNoTokens() {
    assertWords("", "", 0);
    assertEquals(0, Corpus.of("", CHARACTERS).size());
    assertEquals(0, Corpus.of("", CHARACTERS).lines());
  }

  @Test
  void anyAsciiWhiteSpaceSeparatesWordsAndOnlyThat() {
    assertWords(" a\tb\u000b\fa  b \n", "a b a b <eos>", 1);
    assertWords("a\u00a0b\u2028a\n", "<unk> <eos>", 1);
  }

  @Test
  void carriageReturnsAreWhiteSpaceOfWordsAndDoNotEndLines() {
    assertWords("a\r\nb\r\n", "a <eos> b <eos>", 2);
    assertWords("\r\n\r\n", "<eos> <eos>", 2);
    assertWords("a\rb", "a b <eos>", 1);
  }

  @Test
  void unknownWordsAreCountedApartFromWordsSpelledUnk() {
    Corpus corpus = Corpus.of("a <unk> c\nd <eos> b", WORDS);
    assertArrayEquals(new int[] {2, 0, 0, 1, 0, 1, 3, 1}, corpus.ids());
    assertEquals(2, corpus.outOfVocabulary());
    assertEquals(3, corpus.unknownTokens());
  }

  @Test
  void charactersAreCodePointsAndLineEndsStayAsTheyAre() {
    Corpus corpus = Corpus.of("a\u00e9\ud83d\ude00\udbff\udfff\n", CHARACTERS);
    assertArrayEquals(new int[] {0, 3, 4, 5, 1}, corpus.ids());
    assertEquals(0, corpus.outOfVocabulary());
    assertEquals(1, corpus.lines());
    assertArrayEquals(new int[] {0, 2, 1, 0}, Corpus.of("a\r\na", CHARACTERS).ids());
    assertEquals(2, Corpus.of("a\r\na", CHARACTERS).lines());
    assertEquals(1, Corpus.of("a", CHARACTERS).lines());
    assertEquals(1, Corpus.of("a", CHARACTERS).size());
  }

  @Test
  void unknownCharactersBecomeUnkEvenHalfSurrogatePairs() {
    Corpus corpus = Corpus.of("ab\ud83d\ude01\u4e00\ud83da\udc00", CHARACTERS);
    assertArrayEquals(new int[] {0, 2, 2, 2, 2, 0, 2}, corpus.ids());
    assertEquals(5, corpus.outOfVocabulary());
    assertEquals(5, corpus.unknownTokens());
  }

  @Test
  void aFileIsReadAndEncoded(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("text.txt"), "b a\n");
    assertArrayEquals(new int[] {3, 2, 1}, Corpus.read(file, WORDS).ids());
    Path missing = folder.resolve("missing");
    assertThrows(CorpusException.class, () -> Corpus.read(missing, WORDS));
  }

  @Property(tries = 200)
  void charactersOfItsOwnVocabularyGiveTheTextBack(
      @ForAll @StringLength(max = 200) @CharRange(from = '\0', to = '\ud7ff') String text) {
    Vocabulary vocabulary = new VocabularyBuilder(Level.CHARACTER).add(text).build();
    Corpus corpus = Corpus.of(text, vocabulary);
    assertEquals(text, text(corpus, ""));
    assertEquals(0, corpus.outOfVocabulary());
  }

  @Test
  void theLastTenthIsHeldOut() {
    List<Corpus> parts = Corpus.of("a".repeat(1_115_394), CHARACTERS).split(0.9);
    assertEquals(List.of(1_003_854, 111_540), parts.stream().map(Corpus::size).toList());
  }

  @Test
  void boundariesAreExactDecimals() {
    List<Corpus> parts = Corpus.of("a".repeat(100), CHARACTERS).split(0.29, 0.57, 0.58);
    assertEquals(List.of(29, 28, 1, 42), parts.stream().map(Corpus::size).toList());
  }

  @Property(tries = 200)
  void partsAreConsecutiveAndTheirCountsAddUp(
      @ForAll @StringLength(min = 2, max = 60) @CharRange(from = 'a', to = 'd') String text,
      @ForAll @IntRange(min = 1, max = 99) int percent) {
    Corpus whole = Corpus.of(text, CHARACTERS);
    if (text.length() * percent < 100) {
      return;
    }
    List<Corpus> parts = whole.split(percent / 100.0);
    assertEquals(text(whole, " "), text(parts.get(0), " ") + " " + text(parts.get(1), " "));
    assertEquals(whole.outOfVocabulary(), parts.stream().mapToInt(Corpus::outOfVocabulary).sum());
  }

  @Test
  void splitsThatLeaveAPartEmptyOrAreNoFractionsAreRefused() {
    Corpus corpus = Corpus.of("aaaaa", CHARACTERS);
    assertThrows(IllegalArgumentException.class, () -> corpus.split(0.1));
    assertThrows(IllegalArgumentException.class, () -> corpus.split(0.6, 0.4));
    assertThrows(IllegalArgumentException.class, () -> corpus.split(0.6, 0.6));
    for (double boundary : new double[] {0, 1, -0.5, 1.5, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> corpus.split(boundary));
    }
    assertEquals(1, corpus.split().size());
  }

  @Test
  void wordsSpelledAsLineEndsEndNoLine() {
    Corpus corpus = Corpus.of("a <eos> b\n<eos>", WORDS);
    assertEquals("a <eos> b <eos> <eos> <eos>", text(corpus, " "));
    assertEquals(2, corpus.spelledLineEnds());
    assertEquals(2, corpus.lines());
    List<Corpus> parts = corpus.splitAt(5);
    assertEquals(2, parts.get(0).spelledLineEnds());
    assertEquals(2, parts.get(0).lines());
    assertEquals(0, parts.get(1).spelledLineEnds());
    assertEquals(0, Corpus.of("<eos>\n", CHARACTERS).spelledLineEnds());
  }

  @Test
  void aCorpusIsSplitAtAnyToken() {
    Corpus corpus = Corpus.of("a c b\n", WORDS);
    for (int token = 1; token < 4; token++) {
      List<Corpus> parts = corpus.splitAt(token);
      assertEquals(token, parts.get(0).size());
      assertEquals(text(corpus, " "), text(parts.get(0), " ") + " " + text(parts.get(1), " "));
      assertEquals(1, parts.stream().mapToInt(Corpus::outOfVocabulary).sum());
    }
    assertThrows(IllegalArgumentException.class, () -> corpus.splitAt(0));
    assertThrows(IllegalArgumentException.class, () -> corpus.splitAt(4));
  }

  private static void assertWords(String text, String expected, int lines) {
    Corpus corpus = Corpus.of(text, WORDS);
    assertEquals(expected, text(corpus, " "));
    assertEquals(lines, corpus.lines());
    assertTrue(corpus.size() == corpus.ids().length);
  }

  private static String text(Corpus corpus, String separator) {
    return Arrays.stream(corpus.ids())
        .mapToObj(corpus.vocabulary()::token)
        .collect(Collectors.joining(separator));
  }
}
