package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SummariesTest {
  private static final Pattern TOGETHER =
      Pattern.compile(
          "(\\w+) and (\\w+) went to the (\\w+)|(\\w+) took (\\w+) along to the (\\w+)"
              + "|in the (\\w+) (\\w+) met (\\w+)");
  private static final Pattern ALONE =
      Pattern.compile(
          "(?:then |after that )?(\\w+) (?:went|walked over|moved on|hurried|ran|soon left)"
              + " (?:to|for) the (\\w+)|(\\w+) is in the (\\w+) now|to the (\\w+) went (\\w+)");

  /** Reads a paragraph as a person would, and writes the summary. */
  private static String summary(String paragraph) {
    Map<String, String> places = new LinkedHashMap<>();
    String last = "";
    for (String sentence : paragraph.split(" \\.( |$)", 0)) {
      Matcher two = TOGETHER.matcher(sentence);
      Matcher one = ALONE.matcher(sentence);
      if (two.matches()) {
        boolean met = two.group(7) != null;
        int first = two.group(1) != null ? 1 : two.group(4) != null ? 4 : 7;
        String place = two.group(met ? 7 : first + 2);
        places.put(two.group(met ? 8 : first), place);
        places.put(two.group(met ? 9 : first + 1), place);
        last = "";
      } else if (one.matches()) {
        int person = one.group(1) != null ? 1 : one.group(3) != null ? 3 : 6;
        last = meant(one.group(person), last);
        places.put(last, one.group(person == 6 ? 5 : person + 1));
      } else {
        last = meant(sentence.substring(0, sentence.indexOf(' ')), last);
        assertTrue(places.containsKey(last), paragraph);
      }
    }
    List<String> parts = new ArrayList<>();
    places.forEach((person, place) -> parts.add(person + " in the " + place));
    return String.join(" , ", parts).replaceFirst(" in", " is in") + " .";
  }

  private static String meant(String person, String last) {
    if (!person.equals("she") && !person.equals("he")) {
      return person;
    }
    assertNotEquals("", last);
    return last;
  }

  @Test
  void theSummaryIsWhatAReaderWouldWrite() {
    for (TextPair pair : TextPair.draw(new Summaries(1, 12)::draw, 3000, 7)) {
      assertEquals(summary(pair.source()), pair.target(), pair::source);
    }
  }

  @Test
  void paragraphsHaveAsManySentencesAsAskedFor() {
    int[] counts = new int[7];
    for (TextPair pair : TextPair.draw(new Summaries(3, 6)::draw, 2000, 1)) {
      counts[(int) pair.source().chars().filter(c -> c == '.').count()]++;
    }
    for (int n = 0; n < counts.length; n++) {
      assertTrue(n < 3 ? counts[n] == 0 : counts[n] > 400, "of " + n + ": " + counts[n]);
    }
    assertThrows(IllegalArgumentException.class, () -> new Summaries(0, 3));
    assertThrows(IllegalArgumentException.class, () -> new Summaries(4, 3));
  }

  @Test
  void pairsAreTheSameHoweverManyAreDrawn() {
    List<TextPair> few = TextPair.draw(new Summaries(2, 5)::draw, 10, 3);
    assertEquals(few, TextPair.draw(new Summaries(2, 5)::draw, 50, 3).subList(0, 10));
    assertNotEquals(few, TextPair.draw(new Summaries(2, 5)::draw, 10, 4));
  }
}
