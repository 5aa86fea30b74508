package dev.rnn4j.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void theIndexOfALabelIsItsPlace() {
    Labels labels = new Labels(List.of("neg", "pos", "mixed"));
    assertEquals(3, labels.size());
    for (int i = 0; i < labels.size(); i++) {
      assertEquals(i, labels.index(labels.name(i)));
      assertEquals(i, labels.indexOf(labels.names().get(i)));
    }
  }

  @Test
  void anUnknownLabelIsAnErrorThatNamesTheKnownOnes() {
    Labels labels = new Labels(List.of("neg", "pos"));
    assertEquals(-1, labels.indexOf("Pos"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> labels.index("Pos"));
    assertEquals("\"Pos\" is not one of the 2 labels neg, pos", e.getMessage());
  }

  @Test
  void ofManyLabelsAnErrorNamesTheFirstTen() {
    Labels labels = new Labels(IntStream.range(0, 11).mapToObj(i -> "l" + i).toList());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> labels.index("x"));
    assertEquals(
        "\"x\" is not one of the 11 labels l0, l1, l2, l3, l4, l5, l6, l7, l8, l9, …",
        e.getMessage());
  }

  @Test
  void anIndexOutsideIsAnError() {
    Labels labels = new Labels(List.of("neg", "pos"));
    assertThrows(IndexOutOfBoundsException.class, () -> labels.name(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> labels.name(2));
  }

  @Test
  void noneEmptyAndTwiceTheSameAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Labels(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Labels(List.of("a", "")));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Labels(List.of("a", "b", "a")));
    assertEquals(
        "the label \"a\" occurs twice, with the indices 0 and 2; remove one", e.getMessage());
  }

  @Test
  void labelsDoNotChangeWithTheListTheyWereMadeOf() {
    List<String> names = new ArrayList<>(List.of("a", "b"));
    Labels labels = new Labels(names);
    names.set(0, "c");
    assertEquals(new Labels(List.of("a", "b")), labels);
    assertNotEquals(new Labels(List.of("b", "a")), labels);
  }
}
