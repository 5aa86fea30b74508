package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DistinctSplitTest {
  /** 100 distinct texts, each of them three times, with two labels. */
  private static List<LabelledText> texts() {
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      texts.add(new LabelledText("text " + i % 100, "label " + i / 200));
    }
    return texts;
  }

  private static Set<String> distinct(List<LabelledText> texts) {
    return texts.stream().map(LabelledText::text).collect(Collectors.toSet());
  }

  @Test
  void noTextIsInBothPartsAndNoneIsLost() {
    DistinctSplit split = DistinctSplit.holdOut(texts(), 0.2, 7);
    assertEquals(20, distinct(split.heldOut()).size());
    assertEquals(60, split.heldOut().size());
    assertTrue(Collections.disjoint(distinct(split.rest()), distinct(split.heldOut())));
    List<LabelledText> all = new ArrayList<>(split.rest());
    all.addAll(split.heldOut());
    assertEquals(300, all.size());
    assertEquals(new HashSet<>(texts()), new HashSet<>(all));
  }

  @Test
  void theKeyDecidesWhatIsHeldOut() {
    DistinctSplit split = DistinctSplit.holdOut(texts(), 0.2, 7);
    assertEquals(split, DistinctSplit.holdOut(texts(), 0.2, 7));
    assertNotEquals(split, DistinctSplit.holdOut(texts(), 0.2, 8));
  }

  @Test
  void aShareThatLeavesAPartEmptyIsRefused() {
    for (double share : new double[] {0, 1, -0.5, 1.5, Double.NaN, 0.001, 0.999}) {
      assertThrows(IllegalArgumentException.class, () -> DistinctSplit.holdOut(texts(), share, 1));
    }
  }

  @Test
  void foldsHoldEveryTextOutOnce() {
    List<DistinctSplit> folds = DistinctSplit.folds(texts(), 7, 1);
    Set<String> seen = new HashSet<>();
    for (DistinctSplit fold : folds) {
      Set<String> heldOut = distinct(fold.heldOut());
      assertTrue(heldOut.size() == 14 || heldOut.size() == 15, "size " + heldOut.size());
      assertTrue(Collections.disjoint(distinct(fold.rest()), heldOut));
      assertTrue(Collections.disjoint(seen, heldOut));
      assertEquals(300, fold.rest().size() + fold.heldOut().size());
      seen.addAll(heldOut);
    }
    assertEquals(distinct(texts()), seen);
    assertThrows(IllegalArgumentException.class, () -> DistinctSplit.folds(texts(), 1, 1));
    assertThrows(IllegalArgumentException.class, () -> DistinctSplit.folds(texts(), 101, 1));
  }

  @Test
  void namesOfPlacesAreInOneLanguageEach() {
    List<LabelledText> names = LocaleNames.all();
    assertEquals(names, LocaleNames.all());
    assertEquals(names.size(), distinct(names).size());
    assertEquals(20, names.stream().map(LabelledText::label).distinct().count());
    assertTrue(names.contains(new LabelledText("Deutschland", "German")));
    assertTrue(names.contains(new LabelledText("Chorwacja", "Polish")));
    assertTrue(names.size() > 5000, "only " + names.size());
  }
}
