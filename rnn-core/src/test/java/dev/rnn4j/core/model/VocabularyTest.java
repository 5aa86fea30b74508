package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.model.Vocabulary.Level;
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
    assertTrue(failure(Level.WORD, "<unk>", "\n").contains("<eos>"));
    assertTrue(failure(Level.WORD, "<eos>", "a").contains("<unk>"));
    assertTrue(failure(Level.CHARACTER, "<unk>", "<eos>").contains("\"\\n\""));
    assertTrue(failure(Level.CHARACTER, "\n").contains("<unk>"));
    assertTrue(failure(Level.WORD).contains("0 tokens"));
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
    List<String> both = List.of("<eos>", "\n", "<unk>");
    assertEquals(new Vocabulary(Level.WORD, both), new Vocabulary(Level.WORD, both));
    assertEquals(
        new Vocabulary(Level.WORD, both).hashCode(), new Vocabulary(Level.WORD, both).hashCode());
    assertNotEquals(new Vocabulary(Level.WORD, both), new Vocabulary(Level.CHARACTER, both));
    assertNotEquals(words, new Vocabulary(Level.WORD, both));
  }

  private static String failure(Level level, String... tokens) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> new Vocabulary(level, List.of(tokens)))
            .getMessage());
  }
}
