package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.UnicodeNames;
import dev.rnn4j.train.data.VocabularyBuilder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NgramModelTest {
  private static final int V = 8;

  @Property
  void probabilitiesArePositiveAndSumToOneWhateverTheHistory(
      @ForAll @Size(min = 1, max = 60) int[] seeds,
      @ForAll @Size(min = 1, max = 5) int[] historySeeds,
      @ForAll @IntRange(min = 1, max = 6) int order) {
    int[] text = ids(seeds, V - 2); // Two ids are never seen, but may be in a history.
    int[] history = ids(historySeeds, V);
    assertDistribution(new KneserNeyModel(text, 0, V, order), history);
    assertDistribution(new UnigramModel(text, V), history);
  }

  @Property
  void historiesOfTheTextItselfGiveDistributionsToo(
      @ForAll @Size(min = 2, max = 200) int[] seeds,
      @ForAll @IntRange(min = 1, max = 5) int order) {
    int[] text = ids(seeds, 3);
    KneserNeyModel model = new KneserNeyModel(text, 2, 3, order);
    for (int end = 1; end <= text.length; end += 7) {
      assertDistribution(model, Arrays.copyOf(text, end));
    }
  }

  /** Checks the distribution of the last token, whatever it is, after those before it. */
  private static void assertDistribution(NgramModel model, int[] history) {
    int[] tokens = history.clone();
    double sum = 0;
    for (int id = 0; id < model.vocabularySize(); id++) {
      tokens[tokens.length - 1] = id;
      double p = model.probability(tokens, tokens.length - 1);
      assertTrue(p > 0 && p <= 1, () -> "p = " + p);
      sum += p;
    }
    assertEquals(1, sum, 1e-12 * model.vocabularySize());
  }

  @Test
  void unigramsAreRelativeFrequenciesIfAllIdsAreSeen() {
    UnigramModel model = new UnigramModel(new int[] {0, 1, 1, 2}, 3);
    assertEquals(0.25, model.probability(new int[] {0}, 0));
    assertEquals(0.5, model.probability(new int[] {2, 1}, 1));
  }

  @Test
  void unseenIdsShareOneToken() {
    UnigramModel model = new UnigramModel(new int[] {0, 0, 0}, 3);
    assertEquals(0.75, model.probability(new int[] {0}, 0));
    assertEquals(0.125, model.probability(new int[] {2}, 0));
    assertEquals(1, new UnigramModel(new int[] {0}, 1).probability(new int[] {0}, 0));
    assertEquals(1, model.order());
    assertEquals(0.2, new UnigramModel(new int[0], 5).probability(new int[] {3}, 0), 1e-15);
  }

  /**
   * Bigrams of "0 1 0 1 0 2" after start 0: (0,0) (0,1) (1,0) (0,1) (1,0) (0,2). Counts of counts
   * n1 = 2, n2 = 2, n3 = 0, so one discount 2 / 6 for all. Continuation counts: 0 after {0,1}, 1
   * after {0}, 2 after {0}: n1 = 2, n2 = 1, one discount 1/2.
   */
  @Test
  void smallBigramsAreAsComputedByHand() {
    KneserNeyModel model = new KneserNeyModel(new int[] {0, 1, 0, 1, 0, 2}, 0, 3, 2);
    double p1of0 = (2 - 0.5) / 4 + 1.5 / 4 / 3;
    double p1of2 = (1 - 0.5) / 4 + 1.5 / 4 / 3;
    assertEquals(
        (2 - 1.0 / 3 + 1.0 / 3 * p1of0) / 2, model.probability(new int[] {1, 0}, 1), 1e-15);
    assertEquals((1 - 1.0 / 3 + 1.0 * p1of2) / 4, model.probability(new int[] {0, 2}, 1), 1e-15);
    assertEquals((1.0 / 3 * p1of2) / 2, model.probability(new int[] {1, 2}, 1), 1e-15);
    assertEquals(p1of2, model.probability(new int[] {2, 2}, 1), 1e-15);
    assertEquals((1 - 1.0 / 3 + p1of0) / 4, model.probability(new int[] {0}, 0), 1e-15);
  }

  @Test
  void perplexityOfEquallyLikelyTokensIsTheirNumber() {
    int[] text = {0, 1, 2, 3};
    assertEquals(4, new UnigramModel(text, 4).perplexity(text), 1e-12);
    assertEquals(Math.log(4), new UnigramModel(text, 4).crossEntropy(text), 1e-12);
  }

  @Test
  void aTextThatRepeatsIsLearned() {
    int[] text = new int[3000];
    Arrays.setAll(text, n -> n % 3);
    double perplexity = new KneserNeyModel(text, 2, 3, 2).perplexity(text);
    assertTrue(perplexity > 1 && perplexity < 1.01, () -> "perplexity " + perplexity);
  }

  @Test
  void longerHistoriesHelpOnNamesOfCharacters() {
    UnicodeNames names = UnicodeNames.shuffled(new RandomSource(3));
    Vocabulary vocabulary = new VocabularyBuilder(Level.CHARACTER).add(names.train()).build();
    Corpus train = Corpus.of(names.train(), vocabulary);
    int[] test = Corpus.of(names.test(), vocabulary).ids();
    double unigram = NgramModel.unigram(train).perplexity(test);
    double trigram = NgramModel.kneserNey(train, 3).perplexity(test);
    double sixgram = NgramModel.kneserNey(train, 6).perplexity(test);
    String all = unigram + ", " + trigram + ", " + sixgram;
    assertTrue(unigram < 25 && trigram < unigram / 2 && sixgram < trigram / 1.5, all);
    assertTrue(sixgram > 2, all);
  }

  @Test
  void orderAndVocabularyHaveLimits() {
    assertEquals(63, new KneserNeyModel(new int[] {1, 0}, 0, 2, 63).order());
    assertTrue(new KneserNeyModel(new int[] {1, 0}, 0, 2, 63).perplexity(new int[] {1, 1}) > 1);
    assertRefused(() -> new KneserNeyModel(new int[] {1}, 0, 2, 64), "1 to 63, not 64");
    assertEquals(9, new KneserNeyModel(new int[] {1}, 0, 10_000, 9).order());
    assertRefused(() -> new KneserNeyModel(new int[] {1}, 0, 2, 0), "not 0");
    assertRefused(() -> new KneserNeyModel(new int[0], 0, 2, 2), "0 tokens");
    assertRefused(() -> new KneserNeyModel(new int[] {1}, 0, 0, 2), "not 0");
    assertRefused(() -> new UnigramModel(new int[0], 0), "not 0");
    assertRefused(() -> new UnigramModel(new int[] {1}, 2).perplexity(new int[0]), "0 tokens");
  }

  @Test
  void idsOfAnotherVocabularyAreRefused() {
    KneserNeyModel model = new KneserNeyModel(new int[] {1}, 0, 2, 2);
    assertThrows(IndexOutOfBoundsException.class, () -> model.perplexity(new int[] {2}));
    assertThrows(IndexOutOfBoundsException.class, () -> model.probability(new int[] {-1, 0}, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> new KneserNeyModel(new int[] {2}, 0, 2, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> new UnigramModel(new int[] {-1}, 2));
  }

  private static void assertRefused(Executable action, String expected) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, action).getMessage());
    assertTrue(message.contains(expected), message);
  }

  private static int[] ids(int[] seeds, int bound) {
    return Arrays.stream(seeds).map(seed -> Math.floorMod(seed, bound)).toArray();
  }
}
