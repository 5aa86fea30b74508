package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhereStoriesTest {
  private static final Pattern GOING =
      Pattern.compile(
          "(?:Then |After that )?([A-Z]\\w+)"
              + " (?:went|walked|moved|came back|ran over|is) (?:to|in) the (\\w+)(?: now)?\\.");
  private static final Pattern GONE = Pattern.compile("To the (\\w+) went (\\w+)\\.");
  private static final Pattern TAKING =
      Pattern.compile("(\\w+) (?:took|picked up|found) the (\\w+)(?: there and kept it)?\\.");
  private static final Pattern HAVING = Pattern.compile("The (\\w+) is with (\\w+) now\\.");
  private static final Pattern DROPPING =
      Pattern.compile("(\\w+) (?:put down|left|dropped) the (\\w+)(?: there)?\\.");
  private static final Pattern ASKING = Pattern.compile("Where is (?:the )?(\\w+)\\?");

  /** Reads a story as a person would, with the grammar written down a second time. */
  private static String answer(Story story) {
    Map<String, String> place = new HashMap<>();
    Map<String, String> bearer = new HashMap<>();
    for (String sentence : story.sentences()) {
      Matcher m = GOING.matcher(sentence);
      if (m.matches()) {
        place.put(m.group(1), m.group(2));
      } else if ((m = GONE.matcher(sentence)).matches()) {
        place.put(m.group(2), m.group(1));
      } else if ((m = TAKING.matcher(sentence)).matches()) {
        bearer.put(m.group(2), m.group(1));
      } else if ((m = HAVING.matcher(sentence)).matches()) {
        bearer.put(m.group(1), m.group(2));
      } else if ((m = DROPPING.matcher(sentence)).matches()) {
        assertEquals(m.group(1), bearer.remove(m.group(2)), sentence);
        place.put(m.group(2), place.getOrDefault(m.group(1), "nowhere"));
      }
    }
    Matcher asked = ASKING.matcher(story.question());
    assertTrue(asked.matches(), story.question());
    String who = asked.group(1);
    return place.getOrDefault(bearer.getOrDefault(who, who), "nowhere");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theAnswerFollowsFromTheStory(boolean things) {
    List<Story> stories = WhereStories.draw(2000, 2, 40, things, new RandomSource(4));
    Set<String> sentences = new HashSet<>();
    for (Story story : stories) {
      assertEquals(answer(story), story.answer(), story.line());
      story
          .sentences()
          .forEach(sentence -> sentences.add(sentence.replaceAll("\\b[A-Z]\\w+", "P")));
    }
    long asked = stories.stream().filter(story -> story.question().contains("the")).count();
    assertTrue(things ? asked > 500 : asked == 0, asked + " questions about things");
    assertTrue(sentences.size() > 50, "few forms: " + sentences);
  }

  @Test
  void storiesFollowFromTheSeedAlone() {
    List<Story> once = WhereStories.draw(50, 2, 9, true, new RandomSource(1));
    assertEquals(once, WhereStories.draw(50, 2, 9, true, new RandomSource(1)));
    assertNotEquals(once, WhereStories.draw(50, 2, 9, true, new RandomSource(2)));
  }

  @Test
  void lengthsAreThoseAskedFor() {
    Set<Integer> lengths = new HashSet<>();
    for (Story story : WhereStories.draw(400, 13, 16, false, new RandomSource(1))) {
      lengths.add(story.sentences().size());
    }
    assertEquals(Set.of(13, 14, 15, 16), lengths);
    RandomSource random = new RandomSource(1);
    assertThrows(IllegalArgumentException.class, () -> WhereStories.draw(1, 1, 4, false, random));
    assertThrows(IllegalArgumentException.class, () -> WhereStories.draw(1, 5, 4, false, random));
  }

  @Test
  void theLastFactCountsAndOthersAreThere() {
    List<Story> stories = WhereStories.draw(500, 10, 20, false, new RandomSource(3));
    int movedOn = 0;
    for (Story story : stories) {
      String who = story.question().replaceAll("Where is |\\?", "");
      movedOn +=
          story.sentences().stream().filter(s -> s.contains(who) && s.contains("the ")).count() > 1
              ? 1
              : 0;
      assertFalse(story.answer().isEmpty());
    }
    assertTrue(movedOn > 300, movedOn + " stories in which somebody is mentioned twice");
  }
}
