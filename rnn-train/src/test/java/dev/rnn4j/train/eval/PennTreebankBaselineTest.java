package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.testkit.SharedData;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.TextInput;
import dev.rnn4j.train.data.VocabularyBuilder;
import dev.rnn4j.train.eval.KneserNeyModel.History;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Published values are near 148 for Kneser-Ney trigrams, and 141.2 for 5-grams with histories that
 * end at the line, without cut-offs; skipped where the corpus is absent.
 */
class PennTreebankBaselineTest {
  @Test
  void perplexitiesAreThoseOfTheLiterature() throws IOException {
    String text = TextInput.file(SharedData.require("ptb/ptb.train.txt.gz")).read();
    Vocabulary vocabulary = new VocabularyBuilder(Level.WORD).add(text).build();
    Corpus train = Corpus.of(text, vocabulary);
    int[] test = Corpus.read(SharedData.require("ptb/ptb.test.txt"), vocabulary).ids();
    assertBetween(600, 760, NgramModel.unigram(train).perplexity(test));
    assertBetween(140, 155, NgramModel.kneserNey(train, 3).perplexity(test));
    assertBetween(141, 141.4, NgramModel.kneserNey(train, 5, History.LINE).perplexity(test));
  }

  private static void assertBetween(double low, double high, double perplexity) {
    assertTrue(perplexity >= low && perplexity <= high, () -> "test perplexity " + perplexity);
  }
}
