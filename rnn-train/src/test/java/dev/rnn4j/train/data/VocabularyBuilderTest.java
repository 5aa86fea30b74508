package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class VocabularyBuilderTest {
  @Test
  void tokensGoByFrequencyAndTiesByFirstOccurrence() {
    assertEquals(
        List.of("c", "b", "<eos>", "a", "z", "<unk>"),
        words().add("c b a b\nb c z c\n").build().tokens());
  }

  @Test
  void unkInTheTextIsAnOrdinaryTokenOfItsFrequency() {
    assertEquals(
        List.of("<unk>", "a", "<eos>"), words().add("<unk> a <unk> a <unk>\n").build().tokens());
  }

  @Test
  void specialTokensComeLastIfTheTextHasNone() {
    assertEquals(List.of("<eos>", "<unk>"), words().build().tokens());
    assertEquals(List.of("<eos>", "<unk>"), words().add("").build().tokens());
    assertEquals(List.of("\n", "<unk>"), characters().build().tokens());
    assertEquals(List.of("a", "\n", "<unk>"), characters().add("a").build().tokens());
  }

  @Test
  void theSizeLimitCountsTheSpecialTokensAndKeepsThem() {
    String text = "a a a a b b b c c\n";
    assertEquals(
        List.of("a", "b", "<eos>", "<unk>"), words().maxSize(4).add(text).build().tokens());
    assertEquals(List.of("<eos>", "<unk>"), words().maxSize(2).add(text).build().tokens());
    assertEquals(5, words().maxSize(5).add(text).build().size());
    assertEquals(5, words().maxSize(6).add(text).build().size());
    assertEquals(List.of("a", "\n", "<unk>"), characters().maxSize(3).add("aab").build().tokens());
  }

  @Test
  void rareTokensAreLeftOutButNeverTheSpecialOnes() {
    String text = "a a b <unk>\n";
    assertEquals(List.of("a", "<unk>", "<eos>"), words().minCount(2).add(text).build().tokens());
    assertEquals(List.of("<unk>", "<eos>"), words().minCount(3).add(text).build().tokens());
  }

  @Test
  void severalTextsCountTogether() {
    assertEquals(
        List.of("b", "<eos>", "a", "<unk>"), words().add("a b\n").add("b b").build().tokens());
    assertEquals(
        List.of("b", "a", "\n", "<unk>"), characters().add("ab").add("b").build().tokens());
  }

  @Test
  void charactersAreCodePointsAndHalfPairsAreNone() {
    assertEquals(
        List.of("\udbff\udfff", "\r", "\n", "<unk>"),
        characters().add("\udbff\udfff\r\n\udbff\udfff\ud800").build().tokens());
  }

  @Test
  void moreCharactersThanTheFirstGuessAreAllKept() {
    StringBuilder text = new StringBuilder();
    for (int c = 0x4e00; c < 0x4e00 + 1000; c++) {
      text.appendCodePoint(c);
    }
    Vocabulary vocabulary = characters().add(text.toString()).build();
    assertEquals(1002, vocabulary.size());
    assertEquals(999, vocabulary.id(Character.toString(0x4e00 + 999)));
  }

  @Test
  void limitsWithoutRoomAreRefused() {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> words().maxSize(1)).getMessage());
    assertTrue(message.contains("<eos> and <unk>") && message.contains("size of 1"), message);
    assertThrows(IllegalArgumentException.class, () -> words().minCount(0));
  }

  @Property
  void aLimitedVocabularyIsTheStartOfTheFullOneApartFromTheSpecialTokens(
      @ForAll @StringLength(max = 100) @CharRange(from = 'a', to = 'p') String text,
      @ForAll @IntRange(min = 2, max = 20) int limit) {
    List<String> full = characters().add(text).build().tokens();
    List<String> limited = characters().maxSize(limit).add(text).build().tokens();
    assertEquals(Math.min(limit, full.size()), limited.size());
    int ordinary = limited.size() - 2;
    assertEquals(full.subList(0, ordinary), limited.subList(0, ordinary));
  }

  private static VocabularyBuilder words() {
    return new VocabularyBuilder(Level.WORD);
  }

  private static VocabularyBuilder characters() {
    return new VocabularyBuilder(Level.CHARACTER);
  }
}
