package dev.rnn4j.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.model.SequenceText;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceTextsTest {
  private static final List<String> LINES = List.of("low low lower", "low newest", "newest rare");

  @Test
  void rareWordsAreUnknownAndCharactersAreNot() {
    SequenceText words = SequenceTexts.of(Level.WORD, LINES, 2);
    assertEquals(
        List.of("low", Vocabulary.EOS, "newest", Vocabulary.UNK), words.vocabulary().tokens());
    SequenceText characters = SequenceTexts.of(Level.CHARACTER, List.of("ab", "a"), 1);
    assertEquals(List.of("a", "\n", "b", Vocabulary.UNK), characters.vocabulary().tokens());
    assertEquals("ab", characters.text(characters.named(characters.ids("ab"))));
  }

  @Test
  void piecesCoverWordsThatWereNeverSeen() {
    SequenceText pieces = SequenceTexts.of(SequenceTexts.learn(20, LINES), LINES);
    for (String text : List.of("lowest newer", "rare low", "arst nwo l", "")) {
      assertEquals(text, pieces.text(pieces.named(pieces.ids(text))));
    }
    assertTrue(pieces.vocabulary().contains("▁low"));
    assertEquals(pieces.vocabulary().unknownId(), pieces.ids("x")[1]);
    assertEquals(Vocabulary.EOS, pieces.vocabulary().token(pieces.vocabulary().startId()));
  }
}
