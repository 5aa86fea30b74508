package dev.rnn4j.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.text.Vocabulary.Level;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEncoderTest {
  private static final Vocabulary WORDS =
      new Vocabulary(Level.WORD, List.of("<unk>", "<eos>", "a", "b"));
  private static final Vocabulary CHARACTERS =
      new Vocabulary(Level.CHARACTER, List.of("a", "\n", "<unk>", "\u00e9", "\ud83d\ude00"));

  private static int[] words(String text) {
    return new TextEncoder(WORDS).encode(text).ids();
  }

  private static int[] characters(String text) {
    return new TextEncoder(CHARACTERS).encode(text).ids();
  }

  private static int[] ids(int... ids) {
    return ids;
  }

  @Test
  void everyLineOfWordsEndsAndABlankOneIsNothingElse() {
    assertArrayEquals(ids(2, 3, 1, 2, 1), words("a b\na\n"));
    assertArrayEquals(ids(2, 3, 1, 2, 1), words(" a\tb \r\na"));
    assertArrayEquals(ids(2, 1, 1, 3, 1), words("a\n\nb"));
    assertArrayEquals(ids(1), words("\n"));
    assertArrayEquals(ids(0, 1), words("a\u00a0b"));
  }

  @Test
  void charactersAreCodePointsAndLineEndsAreAsInTheText() {
    assertArrayEquals(ids(0, 3, 4, 1), characters("a\u00e9\ud83d\ude00\n"));
    assertArrayEquals(ids(0, 2, 1, 0), characters("a\r\na"));
  }

  @Test
  void anEmptyTextHasNoTokens() throws CharacterCodingException {
    for (Vocabulary vocabulary : List.of(WORDS, CHARACTERS)) {
      TextEncoder encoder = new TextEncoder(vocabulary);
      assertEquals(0, encoder.encode("").size());
      assertEquals(0, encoder.encodePrompt("").size());
      assertEquals(0, encoder.encode(new byte[0]).size());
      assertEquals("", new TextDecoder(vocabulary).next(new int[0]));
    }
  }

  @Test
  void theLastLineOfAPromptStaysOpen() {
    TextEncoder encoder = new TextEncoder(WORDS);
    assertArrayEquals(ids(2, 1, 3), encoder.encodePrompt("a\nb").ids());
    assertArrayEquals(ids(2, 1, 3), encoder.encodePrompt("a\nb ").ids());
    assertArrayEquals(ids(2, 1, 3, 1), encoder.encodePrompt("a\nb\n").ids());
    assertArrayEquals(ids(), encoder.encodePrompt("  ").ids());
    assertArrayEquals(ids(0, 1), new TextEncoder(CHARACTERS).encodePrompt("a\n").ids());
    assertArrayEquals(ids(0), new TextEncoder(CHARACTERS).encodePrompt("a").ids());
  }

  @Test
  void whatIsUnknownIsCountedUnlessItIsSpelledSo() {
    EncodedText text = new TextEncoder(WORDS).encode("c <unk> d <eos>");
    assertArrayEquals(ids(0, 0, 0, 1, 1), text.ids());
    assertEquals(2, text.outOfVocabulary());
    assertEquals(1, text.spelledLineEnds());
    assertTrue(text.isSpelledLineEnd(3));
    assertFalse(text.isSpelledLineEnd(4));
    EncodedText part = text.part(2, 4);
    assertArrayEquals(ids(0, 1), part.ids());
    assertEquals(1, part.outOfVocabulary());
    assertTrue(part.isSpelledLineEnd(1));
    // a high half, a letter, a low half: no pair
    EncodedText halves = new TextEncoder(CHARACTERS).encode("\ud83da\ude00");
    assertArrayEquals(ids(2, 0, 2), halves.ids());
    assertEquals(2, halves.outOfVocabulary());
  }

  @Test
  void withoutUnkWhatIsUnknownIsAnErrorThatNamesIt() {
    Vocabulary closed = new Vocabulary(Level.WORD, List.of("<eos>", "a"));
    TextEncoder encoder = new TextEncoder(closed);
    String message =
        assertThrows(IllegalArgumentException.class, () -> encoder.encode("a cat")).getMessage();
    assertTrue(String.valueOf(message).startsWith("\"cat\" is not in the vocabulary"), message);
  }

  @Test
  void bytesAreTheSameTextAsTheirCharacters() throws CharacterCodingException {
    String text = "a\u00e9\u4e00\ud83d\ude00\n";
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(characters(text), new TextEncoder(CHARACTERS).encode(utf8).ids());
    assertEquals(text, Utf8.decode(utf8));
  }

  @ParameterizedTest
  @CsvSource({
    "61ff, byte offset 1; byte 0xFF never occurs in UTF-8",
    "6180, byte offset 1; byte 0x80 continues a character",
    "c3a9e282, byte offset 2; byte 0xE2 starts a character of 3 bytes of which the end",
    "eda080, byte offset 0; encodes half of a surrogate pair",
    "c0af, byte offset 0; starts an overlong encoding",
    "c361, byte offset 0; is followed by byte 0x61",
  })
  void malformedBytesAreRefusedWithPlaceAndReason(String hex, String saying) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    String message =
        assertThrows(
                CharacterCodingException.class, () -> new TextEncoder(CHARACTERS).encode(bytes))
            .getMessage();
    for (String part : saying.split("; ", -1)) {
      assertTrue(String.valueOf(message).contains(part), message);
    }
  }

  @Test
  void wordsAreJoinedBySpacesAndLinesEnded() {
    TextDecoder decoder = new TextDecoder(WORDS);
    assertTrue(decoder.isAtLineStart());
    assertEquals("a b\nb a <unk>", decoder.next(ids(2, 3, 1, 3, 2, 0)));
    assertFalse(decoder.isAtLineStart());
    assertEquals(" a", decoder.next(2));
    assertEquals(" a", new TextDecoder(WORDS, false).next(2));
    assertEquals("\n", new TextDecoder(WORDS, false).next(1));
    assertEquals("a\n\u00e9", new TextDecoder(CHARACTERS, false).next(ids(0, 1, 3)));
    assertThrows(IndexOutOfBoundsException.class, () -> decoder.next(4));
    assertThrows(IndexOutOfBoundsException.class, () -> decoder.next(-1));
    assertFalse(decoder.isAtLineStart(), "an id that does not exist changes nothing");
  }

  @Property(tries = 200)
  void wordsThatAreDecodedAreEncodedToTheSameIds(
      @ForAll @Size(max = 30) List<@IntRange(max = 3) Integer> tokens) {
    int[] ids = tokens.stream().mapToInt(Integer::intValue).toArray();
    String text = new TextDecoder(WORDS).next(ids);
    assertArrayEquals(ids, new TextEncoder(WORDS).encodePrompt(text).ids());
  }

  @Property(tries = 200)
  void knownCharactersThatAreDecodedAreEncodedToTheSameIds(
      @ForAll @Size(max = 30) List<@IntRange(max = 3) Integer> tokens) {
    int[] ids = tokens.stream().mapToInt(id -> id < 2 ? id : id + 1).toArray();
    String text = new TextDecoder(CHARACTERS).next(ids);
    assertArrayEquals(ids, new TextEncoder(CHARACTERS).encode(text).ids());
  }
}
