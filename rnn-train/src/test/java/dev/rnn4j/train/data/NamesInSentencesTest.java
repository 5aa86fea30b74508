package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.TagScheme;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesInSentencesTest {
  private static NamesInSentences generated(long seed) {
    return NamesInSentences.generated(new RandomSource(seed));
  }

  private static Set<String> names(List<TaggedWords> sentences) {
    Set<String> names = new HashSet<>();
    for (TaggedWords sentence : sentences) {
      TagScheme.entities(sentence.tags())
          .forEach(entity ->
              names.add(String.join(" ", sentence.words().subList(entity.from(), entity.to()))));
    }
    return names;
  }

  @Test
  void noNameIsInTwoParts() {
    NamesInSentences sentences = generated(1);
    Set<String> train = names(sentences.train());
    Set<String> valid = names(sentences.valid());
    Set<String> test = names(sentences.test());
    assertTrue(
        train.size() > 300 && valid.size() > 30 && test.size() > 60, train.size() + " names");
    assertTrue(Collections.disjoint(train, valid));
    assertTrue(Collections.disjoint(train, test));
    assertTrue(Collections.disjoint(valid, test));
  }

  @Test
  void theSameSeedGivesTheSameSentences() {
    assertEquals(generated(1).train(), generated(1).train());
    assertNotEquals(generated(1).train(), generated(2).train());
  }

  @Test
  void tagsAreOfIob2AndSomeWordsAreAmbiguous() {
    NamesInSentences sentences = generated(1);
    for (TaggedWords sentence : sentences.train()) {
      assertEquals(TagScheme.IOB2.of(sentence.tags()), sentence.tags());
    }
    Set<String> kinds = new HashSet<>();
    sentences.train().forEach(sentence -> kinds.addAll(sentence.tags()));
    assertEquals(9, kinds.size(), kinds.toString());
  }
}
