package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Subwords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SubwordLearnerTest {
  /** The counts of the example in Sennrich et al. 2016: low 5, lower 2, newest 6, widest 3. */
  private static final String PAPER =
      "low ".repeat(5) + "lower ".repeat(2) + "newest ".repeat(6) + "widest ".repeat(3);

  @Test
  void theMostFrequentPairsOfTheExampleInThePaperMergeFirst() {
    // es 9, then est 9; then lo 7 and ow 7 by characters, "lo" before "ow", and so on.
    assertEquals(
        List.of("e s", "es t", "l o", "lo w", "▁ low", "e w", "ew est", "n ewest", "▁ newest"),
        new SubwordLearner().add(PAPER).learn(9).merges());
  }

  @Test
  void nothingThatOccursOnceIsMerged() {
    Subwords all = new SubwordLearner().add(PAPER + " unique").learn(1000);
    assertTrue(all.merges().size() < 30, () -> all.merges().toString());
    assertEquals(List.of("▁lower"), all.encode("lower"));
    assertEquals(List.of(), new SubwordLearner().add("ab").learn(5).merges());
    assertEquals(List.of(), new SubwordLearner().learn(5).merges());
    assertThrows(IllegalArgumentException.class, () -> new SubwordLearner().learn(-1));
  }

  @Test
  void noPieceBecomesASpecialToken() {
    Subwords learned =
        new SubwordLearner().add("x<unk>y z<unk>q <unk> <eos> a<eos> ".repeat(9)).learn(99);
    assertFalse(learned.encode("x<unk>y z<unk>q a<eos>").stream().anyMatch(Subwords::isSpecial));
    assertEquals(List.of("▁<unk>"), learned.encode("<unk>"));
  }

  @Property(tries = 100)
  void mergesAreThoseOfCountingAllPairsAnew(
      @ForAll @Size(max = 12)
          List<@StringLength(min = 1, max = 9) @CharRange(from = 'a', to = 'c') String> words,
      @ForAll @IntRange(max = 25) int merges) {
    assertEquals(
        bySlowCounting(words, merges),
        new SubwordLearner().add(String.join(" ", words)).learn(merges).merges());
  }

  private static List<String> bySlowCounting(List<String> texts, int merges) {
    List<List<String>> words = new ArrayList<>();
    texts.forEach(text -> words.add(Subwords.characters(text)));
    List<String> learned = new ArrayList<>();
    while (learned.size() < merges) {
      Map<String, Integer> counts = new HashMap<>();
      for (List<String> word : words) {
        for (int i = 1; i < word.size(); i++) {
          counts.merge(word.get(i - 1) + " " + word.get(i), 1, Integer::sum);
        }
      }
      String best = null;
      int most = 1;
      for (Map.Entry<String, Integer> e : counts.entrySet()) {
        int count = e.getValue();
        if (count > most || (best != null && count == most && before(e.getKey(), best))) {
          best = e.getKey();
          most = count;
        }
      }
      if (best == null) {
        break;
      }
      learned.add(best);
      String[] pair = best.split(" ", -1);
      for (List<String> word : words) {
        for (int i = 1; i < word.size(); i++) {
          if (word.get(i - 1).equals(pair[0]) && word.get(i).equals(pair[1])) {
            word.set(i - 1, pair[0] + pair[1]);
            word.remove(i);
          }
        }
      }
    }
    return learned;
  }

  private static boolean before(String a, String b) {
    String[] left = a.split(" ", -1);
    String[] right = b.split(" ", -1);
    int first = left[0].compareTo(right[0]);
    return first < 0 || (first == 0 && left[1].compareTo(right[1]) < 0);
  }

  @Test
  void theOrderOfTheTextsDoesNotMatterAndBothSidesCount() {
    UnicodeNames names = UnicodeNames.shuffled(new RandomSource(1));
    Subwords joint = new SubwordLearner().add(names.train()).add(names.test()).learn(300);
    assertEquals(
        joint.merges(),
        new SubwordLearner().add(names.test()).add(names.train()).learn(300).merges());
    assertEquals(300, joint.merges().size());
  }

  @Test
  void pairsOfATextBecomeFewPieces() {
    String text = UnicodeNames.shuffled(new RandomSource(1)).train();
    Subwords subwords = new SubwordLearner().add(text).learn(2000);
    Map<String, Integer> pieces = new LinkedHashMap<>();
    subwords.encode(text).forEach(piece -> pieces.merge(piece, 1, Integer::sum));
    assertTrue(pieces.size() <= 2100, () -> "pieces " + pieces.size());
    assertTrue(pieces.containsKey("▁LETTER"));
    assertEquals(text.replace('\n', ' ').strip(), Subwords.decode(subwords.encode(text)));
  }
}
