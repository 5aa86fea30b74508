package dev.rnn4j.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.text.Vocabulary.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private final Vocabulary words =
      new Vocabulary(Level.WORD, List.of("the", "<eos>", "cat", "<unk>"));

  @Test
  void theIdOfATokenIsItsPlaceInTheList() {
    for (int id = 0; id < words.size(); id++) {
      assertEquals(id, words.id(words.token(id)));
    }
    assertEquals(List.of("the", "<eos>", "cat", "<unk>"), words.tokens());
    assertEquals(4, words.size());
    assertEquals(Level.WORD, words.level());
  }

  @Test
  void anUnknownTokenHasTheIdOfUnk() {
    assertEquals(3, words.unknownId());
    assertEquals(3, words.id("dog"));
    assertEquals(3, words.id(""));
    assertFalse(words.contains("dog"));
    assertTrue(words.contains("cat"));
    assertTrue(words.contains("<unk>"));
  }

  @Test
  void aTextStartsAsIfALineHadJustEnded() {
    assertEquals(1, words.startId());
    assertEquals(2, new Vocabulary(Level.CHARACTER, List.of("a", "<unk>", "\n")).startId());
  }

  @Test
  void aMissingSpecialTokenIsNamed() {
    assertTrue(failure(Level.WORD, "<unk>", "a").contains("<eos>"));
    assertTrue(failure(Level.CHARACTER, "<unk>", "a").contains("\"\\n\""));
    assertTrue(failure(Level.WORD).contains("0 tokens"));
  }

  @Test
  void withoutUnkAnUnknownTokenIsAnErrorThatNamesIt() {
    Vocabulary closed = new Vocabulary(Level.CHARACTER, List.of("a", "\n", "b"));
    assertEquals(-1, closed.unknownId());
    assertEquals(2, closed.id("b"));
    for (String unknown : List.of("c", "\u001b", "<unk>")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> closed.id(unknown)).getMessage();
      assertEquals(
          "\"%s\" is not in the vocabulary, and there is no <unk> that could stand for it"
              .formatted(VisibleText.of(unknown)),
          message);
    }
  }

  @Test
  void whatNoTextCanContainIsNoToken() {
    assertTrue(failure(Level.CHARACTER, "\n", "").contains("\"\" with id 1 is not one character"));
    assertTrue(failure(Level.CHARACTER, "\n", "ab").contains("\"ab\" with id 1"));
    assertTrue(failure(Level.CHARACTER, "\n", "e\u0301").contains("with id 1"));
    assertTrue(failure(Level.WORD, "<eos>", "").contains("\"\" with id 1 is not one word"));
    assertTrue(failure(Level.WORD, "<eos>", "a b").contains("\"a b\""));
    assertTrue(failure(Level.WORD, "<eos>", "a\n").contains("\"a\\n\""));
    assertEquals(3, new Vocabulary(Level.CHARACTER, List.of("\n", "😀", "\ud83d")).size());
    assertEquals(2, new Vocabulary(Level.WORD, List.of("<eos>", "a\u00a0b")).size());
  }

  @Test
  void tokensInMessagesAreVisibleAndShort() {
    String message = failure(Level.WORD, "<eos>", "\u001b[31m\u202e", "\u001b[31m\u202e");
    assertTrue(message.contains("\"\\u001b[31m\\u202e\" occurs twice"), message);
    String huge = "x".repeat(1_000_000);
    assertTrue(failure(Level.WORD, "<eos>", huge, huge).length() < 400);
    assertTrue(failure(Level.CHARACTER, "\n", huge).length() < 400);
  }

  @Test
  void aTokenThatOccursTwiceIsNamedWithBothIds() {
    String message = failure(Level.WORD, "<eos>", "a", "<unk>", "a");
    assertTrue(message.contains("\"a\"") && message.contains("ids 1 and 3"), message);
  }

  @Test
  void anIdOutsideTheVocabularyIsRefused() {
    assertThrows(IndexOutOfBoundsException.class, () -> words.token(-1));
    String message =
        assertThrows(IndexOutOfBoundsException.class, () -> words.token(4)).getMessage();
    assertEquals("no token has id 4; the ids are 0 to 3", message);
  }

  @Test
  void laterChangesOfTheGivenListDoNotReachIt() {
    List<String> tokens = new ArrayList<>(List.of("<eos>", "<unk>"));
    Vocabulary vocabulary = new Vocabulary(Level.WORD, tokens);
    tokens.set(0, "changed");
    assertEquals("<eos>", vocabulary.token(0));
    assertThrows(UnsupportedOperationException.class, () -> vocabulary.tokens().add("more"));
  }

  @Test
  void vocabulariesAreEqualIfLevelAndTokensAre() {
    Vocabulary one = new Vocabulary(Level.WORD, List.of("a", "<eos>"));
    Vocabulary other = new Vocabulary(Level.WORD, List.of("a", "<eos>"));
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
    assertNotEquals(one, new Vocabulary(Level.WORD, List.of("<eos>", "a")));
    assertNotEquals(one, new Vocabulary(Level.CHARACTER, List.of("a", "\n")));
    assertNotEquals(words, one);
  }

  private static String failure(Level level, String... tokens) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> new Vocabulary(level, List.of(tokens)))
            .getMessage());
  }
}
