package dev.rnn4j.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TagSchemeTest {
  private static List<String> tags(String text) {
    return Arrays.asList(text.split(" "));
  }

  private static String entities(String text) {
    StringBuilder found = new StringBuilder();
    for (Entity entity : TagScheme.entities(tags(text))) {
      found.append(entity.type()).append(entity.from()).append('-').append(entity.to()).append(' ');
    }
    return found.toString().strip();
  }

  @Test
  void entitiesBeginAndEndAsConllevalSays() {
    assertEquals("", entities("O O"));
    assertEquals("X0-1", entities("B-X O"));
    assertEquals("X0-2 X2-3", entities("B-X I-X B-X"));
    assertEquals("X0-2", entities("I-X I-X O"));
    assertEquals("X0-1 Y1-2", entities("I-X I-Y"));
    assertEquals("X1-2 Y2-4", entities("O B-X I-Y I-Y"));
    assertEquals("X0-1 X1-3", entities("I-X B-X I-X"));
    assertEquals("X0-1 X1-2 X2-5", entities("S-X S-X B-X I-X E-X"));
    assertEquals("X0-2 X2-4", entities("B-X E-X I-X E-X"));
    assertEquals("X0-2 X2-3", entities("B-X E-X E-X"));
    assertEquals("0-2", entities("B I O"));
    assertEquals("a-b0-1", entities("B-a-b"));
  }

  @Test
  void schemesDifferInTheirLetters() {
    List<Entity> found =
        List.of(new Entity("X", 0, 2), new Entity("X", 2, 3), new Entity("Y", 3, 6));
    assertEquals(tags("I-X I-X B-X I-Y I-Y I-Y O"), TagScheme.IOB1.tags(found, 7));
    assertEquals(tags("B-X I-X B-X B-Y I-Y I-Y O"), TagScheme.IOB2.tags(found, 7));
    assertEquals(tags("B-X E-X S-X B-Y I-Y E-Y O"), TagScheme.BIOES.tags(found, 7));
  }

  @Test
  void overlappingEntitiesAreRefused() {
    List<Entity> found = List.of(new Entity("X", 0, 2), new Entity("X", 1, 3));
    assertThrows(IllegalArgumentException.class, () -> TagScheme.IOB2.tags(found, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> TagScheme.IOB2.tags(List.of(new Entity("X", 0, 2)), 1));
  }

  /** Any entities, in every scheme and from there in every other. */
  @Test
  void conversionsLoseNothing() {
    Random random = new Random(7);
    for (int n = 0; n < 2000; n++) {
      List<Entity> given = new ArrayList<>();
      int words = random.nextInt(9);
      for (int at = random.nextInt(2); at < words; at += random.nextInt(2)) {
        int to = Math.min(words, at + 1 + random.nextInt(3));
        given.add(new Entity(random.nextBoolean() ? "A" : "B", at, to));
        at = to;
      }
      for (TagScheme from : TagScheme.values()) {
        List<String> written = from.tags(given, words);
        assertEquals(given, TagScheme.entities(written));
        for (TagScheme to : TagScheme.values()) {
          assertEquals(written, from.of(to.of(written)));
          assertAllowed(to, to.of(written));
        }
      }
    }
  }

  private static void assertAllowed(TagScheme scheme, List<String> tags) {
    String before = TagScheme.OUTSIDE;
    for (int i = 0; i <= tags.size(); i++) {
      String tag = i == tags.size() ? TagScheme.OUTSIDE : tags.get(i);
      assertTrue(scheme.allows(before, tag), scheme + ": " + before + " " + tag);
      before = tag;
    }
  }

  /** What is allowed pair by pair is what the scheme itself writes. */
  @Test
  void whatIsNotAllowedIsNeverWritten() {
    for (TagScheme scheme : TagScheme.values()) {
      String letters = scheme == TagScheme.BIOES ? "BIES" : "BI";
      List<String> all = new ArrayList<>(List.of("O"));
      letters
          .chars()
          .forEach(letter -> {
            all.add((char) letter + "-A");
            all.add((char) letter + "-B");
          });
      for (String a : all) {
        for (String b : all) {
          for (String c : all) {
            List<String> three = List.of(a, b, c);
            boolean allowed =
                scheme.allows("O", a)
                    && scheme.allows(a, b)
                    && scheme.allows(b, c)
                    && scheme.allows(c, "O");
            assertEquals(scheme.of(three).equals(three), allowed, scheme + " " + three);
          }
        }
      }
    }
  }

  @Test
  void tagsOfSchemesAreTold() {
    for (String tag : tags("O B-PER I-PER E-X S-X B I")) {
      assertTrue(TagScheme.isTag(tag), tag);
    }
    for (String tag : tags("NOUN X BPER Outside -")) {
      assertFalse(TagScheme.isTag(tag), tag);
    }
    assertFalse(TagScheme.isTag(""));
  }
}
