package dev.rnn4j.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SubwordsTest {
  private static final Subwords SUBWORDS =
      new Subwords(List.of("e r", "▁ l", "▁l o", "w er", "▁lo wer"));

  @Test
  void mergesAreAppliedInTheOrderOfLearning() {
    assertEquals(List.of("▁lower"), SUBWORDS.encode("lower"));
    assertEquals(List.of("▁lo", "w"), SUBWORDS.encode("low"));
    assertEquals(List.of("▁", "n", "e", "wer", "▁l", "er"), SUBWORDS.encode(" newer\t\nler\n"));
    assertEquals(List.of("▁", "e", "er", "er"), SUBWORDS.encode("eerer"));
    assertEquals(List.of("▁", "😀", "er"), SUBWORDS.encode("😀er"));
    assertEquals(List.of(), SUBWORDS.encode(" \n"));
    // The earlier merge takes the l although the other would come first from the left.
    assertEquals(
        List.of("a", "bc"), new Subwords(List.of("b c", "a b")).encodeWord("abc").subList(1, 3));
  }

  @Test
  void repeatedPiecesMergeFromTheLeft() {
    Subwords doubled = new Subwords(List.of("a a"));
    assertEquals(List.of("▁", "aa", "aa", "a"), doubled.encode("aaaaa"));
  }

  @Property(tries = 300)
  void decodingGivesTheWordsBack(@ForAll("words") List<String> words) {
    String text = String.join(" ", words);
    assertEquals(text, Subwords.decode(SUBWORDS.encode("  " + text.replace(" ", "\n \t") + "\n")));
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.strings()
        .withChars("lower")
        .withChars('ß', '<', '日', '@', '_')
        .ofMinLength(1)
        .ofMaxLength(12)
        .map(word -> word.replace("@", "😀"))
        .list()
        .ofMaxSize(6);
  }

  @Test
  void whatAModelWritesIsDecodedHoweverItBegins() {
    assertEquals("er lo", Subwords.decode(List.of("er", "▁lo")));
    assertEquals("", Subwords.decode(List.of()));
    assertEquals("", Subwords.decode(List.of("▁")));
    assertEquals(" er", Subwords.decode(List.of("▁", "▁er")));
  }

  @Test
  void theMergesAreAllThatIsNeeded() {
    assertEquals(
        SUBWORDS.encode("lowest newer"), new Subwords(SUBWORDS.merges()).encode("lowest newer"));
  }

  @Test
  void whatIsNoMergeIsRefused() {
    for (String bad : List.of("ab", "a b c", " b", "a ", "", "a  b")) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class, () -> new Subwords(List.of("x y", bad)), bad);
      assertTrue(String.valueOf(e.getMessage()).contains("merge 1"), e::toString);
    }
    assertThrows(IllegalArgumentException.class, () -> new Subwords(List.of("a b", "a b")));
    assertThrows(IllegalArgumentException.class, () -> new Subwords(List.of("<unk >")));
  }
}
