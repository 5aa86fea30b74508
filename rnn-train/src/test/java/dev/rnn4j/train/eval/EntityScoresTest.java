package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.text.TagScheme;
import dev.rnn4j.train.data.TaggedWords;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Numbers counted by hand, by the rules of conlleval. */
class EntityScoresTest {
  private static List<String> tags(String text) {
    return Arrays.asList(text.split(" "));
  }

  private static EntityScores scores(String... pairs) {
    EntityScores scores = new EntityScores();
    for (int i = 0; i < pairs.length; i += 2) {
      scores.add(tags(pairs[i]), tags(pairs[i + 1]));
    }
    return scores;
  }

  @Test
  void anEntityIsRightIfBothEndsAndTheTypeAre() {
    EntityScores scores =
        scores(
            "B-PER I-PER O B-LOC O B-ORG", "B-PER I-PER O B-ORG O B-ORG",
            "B-PER I-PER I-PER O", "B-PER I-PER O O");
    assertEquals(10, scores.words());
    assertEquals(0.8, scores.accuracy());
    assertEquals(new EntityScores.Score(2, 4, 4), scores.overall());
    assertEquals(new EntityScores.Score(1, 2, 2), scores.score("PER"));
    assertEquals(new EntityScores.Score(0, 0, 1), scores.score("LOC"));
    assertEquals(new EntityScores.Score(1, 2, 1), scores.score("ORG"));
    assertEquals(0.5, scores.score("PER").f1());
    assertEquals(2.0 / 3, scores.score("ORG").f1(), 1e-15);
    assertEquals(0, scores.score("LOC").precision());
    assertEquals(Set.of("LOC", "ORG", "PER"), scores.types());
    assertEquals(1, scores.count("B-LOC", "B-ORG"));
  }

  @Test
  void entitiesThatBeginWithIOrEndWithoutSignCount() {
    EntityScores scores = scores("O I-X I-X I-Y O", "O B-X I-X B-Y O");
    assertEquals(new EntityScores.Score(2, 2, 2), scores.overall());
    assertEquals(0.6, scores.accuracy());
    assertEquals(new EntityScores.Score(0, 1, 2), scores("I-X B-X I-X", "B-X I-X I-X").overall());
  }

  @Test
  void anEntityEndsWithItsSentence() {
    EntityScores scores = scores("B-X", "B-X", "I-X", "I-X");
    assertEquals(new EntityScores.Score(2, 2, 2), scores.overall());
  }

  @Test
  void theSchemeDoesNotMatter() {
    List<String> gold = tags("B-X I-X B-X O B-Y I-Y I-Y");
    List<String> found = tags("B-X I-X O O B-Y I-Y I-Y");
    for (TagScheme scheme : TagScheme.values()) {
      EntityScores scores = new EntityScores();
      scores.add(gold, scheme.of(found));
      assertEquals(new EntityScores.Score(2, 2, 3), scores.overall());
    }
  }

  @Test
  void nothingAtAllScoresNothing() {
    EntityScores scores = new EntityScores();
    assertEquals(0, scores.accuracy());
    assertEquals(0, scores.overall().f1());
    assertThrows(IllegalArgumentException.class, () -> scores.add(tags("O"), tags("O O")));
  }

  @Test
  void theBaselineKnowsTheMostFrequentTag() {
    MostFrequentTags baseline =
        new MostFrequentTags(
            List.of(
                new TaggedWords(tags("the saw saw"), tags("D N V")),
                new TaggedWords(tags("she saw"), tags("P V")),
                new TaggedWords(tags("can can"), tags("N V"))));
    assertEquals(tags("D V N V"), baseline.tag(tags("the saw can unseen")));
  }
}
