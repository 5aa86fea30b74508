package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stories of who is where, drawn at random: persons go to places, take things along and put them
 * down, and do or think what changes nothing, each said in several ways. A question asks where a
 * person or a thing is at the end, so the answer takes one fact or, for a thing that was carried,
 * two or three. In the manner of the first tasks of bAbI (Weston et al. 2015), with a grammar of
 * its own.
 */
public final class WhereStories {
  private static final String[] PERSONS = {
    "Anna", "Ben", "Carla", "David", "Emma", "Felix", "Greta", "Hugo"
  };

  private static final String[] PLACES = {
    "garden", "kitchen", "office", "cellar", "library", "station", "market", "school"
  };

  private static final String[] THINGS = {"apple", "ball", "book", "key", "lamp", "letter"};

  /** P is a person, L a place, T a thing, Q somebody else. */
  private static final String[] GOING = {
    "P went to the L.",
    "P walked to the L.",
    "P is in the L now.",
    "Then P moved to the L.",
    "P came back to the L.",
    "To the L went P.",
    "After that P ran over to the L."
  };

  private static final String[] TAKING = {
    "P took the T.",
    "P picked up the T.",
    "P found the T there and kept it.",
    "The T is with P now."
  };

  private static final String[] DROPPING = {
    "P put down the T.", "P left the T there.", "P dropped the T."
  };

  /** What is said of places, persons and things without any of them being there. */
  private static final String[] DISTRACTING = {
    "P is tired.",
    "P thought of the L.",
    "P likes the L more than Q.",
    "P asked Q about the T.",
    "Nobody has cleaned the L.",
    "Q waved to P.",
    "It is raining.",
    "The T is old."
  };

  private final RandomSource random;
  private final boolean things;

  /** Where persons are, by name. */
  private final Map<String, String> persons = new TreeMap<>();

  /** Where things lie. */
  private final Map<String, String> lying = new TreeMap<>();

  /** Who has them. */
  private final Map<String, String> carried = new TreeMap<>();

  private WhereStories(RandomSource random, boolean things) {
    this.random = random;
    this.things = things;
  }

  /**
   * Draws stories.
   *
   * @param count how many
   * @param shortest fewest sentences, 2 or more
   * @param longest most sentences; every number between is as probable
   * @param things whether things are taken and put down, and asked about
   * @param random where the stories come from
   * @return the stories
   * @throws IllegalArgumentException if the lengths are out of order
   */
  public static List<Story> draw(
      int count, int shortest, int longest, boolean things, RandomSource random) {
    if (shortest < 2 || longest < shortest) {
      throw new IllegalArgumentException(
          "stories need 2 sentences or more, and the longest at least as many as the shortest, not "
              + shortest
              + " to "
              + longest);
    }
    List<Story> stories = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = shortest + random.nextInt(longest - shortest + 1);
      stories.add(new WhereStories(random, things).story(length));
    }
    return stories;
  }

  private Story story(int length) {
    List<String> sentences = new ArrayList<>();
    while (sentences.size() < length || persons.isEmpty()) {
      sentences.add(sentence());
    }
    boolean thing = things && !asked().isEmpty() && random.nextInt(2) == 0;
    if (thing) {
      String name = choose(asked());
      return new Story(sentences, "Where is the " + name + "?", place(name));
    }
    String name = choose(List.copyOf(persons.keySet()));
    return new Story(sentences, "Where is " + name + "?", persons.getOrDefault(name, ""));
  }

  /** Things of which it is known where they are. */
  private List<String> asked() {
    List<String> known = new ArrayList<>(lying.keySet());
    known.addAll(carried.keySet());
    return known;
  }

  private String place(String thing) {
    String bearer = carried.get(thing);
    return bearer == null ? lying.getOrDefault(thing, "") : persons.getOrDefault(bearer, "");
  }

  private String sentence() {
    int kind = random.nextInt(things ? 10 : 7);
    if (kind < 5) {
      return go();
    }
    return kind < 7 ? distract() : kind < 9 ? take() : drop();
  }

  private String go() {
    String person = choose(PERSONS);
    String place = choose(PLACES);
    persons.put(person, place);
    return said(GOING, person, place, "", "");
  }

  /** Somebody whose place is known takes something that is not known to be elsewhere. */
  private String take() {
    if (persons.isEmpty()) {
      return go();
    }
    String person = choose(List.copyOf(persons.keySet()));
    String place = persons.getOrDefault(person, "");
    List<String> free = new ArrayList<>();
    for (String thing : THINGS) {
      if (!carried.containsKey(thing) && lying.getOrDefault(thing, place).equals(place)) {
        free.add(thing);
      }
    }
    if (free.isEmpty()) {
      return go();
    }
    String thing = choose(free);
    carried.put(thing, person);
    lying.remove(thing);
    return said(TAKING, person, "", thing, "");
  }

  private String drop() {
    if (carried.isEmpty()) {
      return take();
    }
    String thing = choose(List.copyOf(carried.keySet()));
    String person = carried.getOrDefault(thing, "");
    lying.put(thing, place(thing));
    carried.remove(thing);
    return said(DROPPING, person, "", thing, "");
  }

  private String distract() {
    String person = choose(PERSONS);
    String other = choose(PERSONS);
    return said(DISTRACTING, person, choose(PLACES), choose(THINGS), other);
  }

  private String said(String[] forms, String person, String place, String thing, String other) {
    StringBuilder sentence = new StringBuilder();
    for (String word : choose(forms).split(" ", -1)) {
      String name = word.replaceAll("\\W", "");
      String filled =
          switch (name) {
            case "P" -> person;
            case "Q" -> other;
            case "L" -> place;
            case "T" -> thing;
            default -> name;
          };
      sentence.append(sentence.isEmpty() ? "" : " ").append(word.replace(name, filled));
    }
    return sentence.toString();
  }

  private String choose(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private String choose(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
