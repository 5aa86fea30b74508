package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published counts of well-known corpora; skipped where these are absent. */
class SharedCorporaTest {
  @Test
  void pennTreebankHasItsPublishedCounts() throws IOException {
    Corpus train = withItsOwnVocabulary("ptb/ptb.train.txt.gz", Level.WORD);
    assertCounts(train, 929_589, 42_068, 45_020);
    assertEquals(10_000, train.vocabulary().size());
    assertCounts(with(train.vocabulary(), "ptb/ptb.valid.txt"), 73_760, 3_370, 3_485);
    assertCounts(with(train.vocabulary(), "ptb/ptb.test.txt"), 82_430, 3_761, 4_794);
  }

  @Test
  void wikiText2HasItsPublishedCounts() throws IOException {
    Corpus train = withItsOwnVocabulary("wikitext-2/train.txt.gz", Level.WORD);
    assertCounts(train, 2_088_628, 36_718, 54_625);
    assertEquals(33_278, train.vocabulary().size());
    assertEquals(217_646, with(train.vocabulary(), "wikitext-2/valid.txt").size());
    assertEquals(245_569, with(train.vocabulary(), "wikitext-2/test.txt").size());
  }

  @Test
  void tinyShakespeareHasItsPublishedCounts() throws IOException {
    Corpus corpus = withItsOwnVocabulary("tinyshakespeare/input.txt", Level.CHARACTER);
    assertCounts(corpus, 1_115_394, 40_000, 0);
    assertEquals(65 + 1, corpus.vocabulary().size());
    assertEquals(" ", corpus.vocabulary().token(0));
    List<Integer> sizes = corpus.split(0.9).stream().map(Corpus::size).toList();
    assertEquals(List.of(1_003_854, 111_540), sizes);
  }

  private static void assertCounts(Corpus corpus, int tokens, int lines, int unknown) {
    assertEquals(tokens, corpus.size());
    assertEquals(lines, corpus.lines());
    assertEquals(unknown, corpus.unknownTokens());
    assertEquals(0, corpus.outOfVocabulary());
  }

  private static Corpus withItsOwnVocabulary(String name, Level level) throws IOException {
    Path file = SharedData.require(name);
    Vocabulary vocabulary = new VocabularyBuilder(level).add(TextInput.file(file).read()).build();
    return Corpus.read(file, vocabulary);
  }

  private static Corpus with(Vocabulary vocabulary, String name) throws IOException {
    return Corpus.read(SharedData.require(name), vocabulary);
  }
}
