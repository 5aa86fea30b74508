package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Generated paragraphs of who went where and did what, each with a summary of one line: where each
 * person is at the end, in the order in which they appeared. What somebody does besides changes
 * nothing, "she" is the one last spoken of, and two may go together. Tokens are words separated by
 * spaces, in lower case.
 */
public final class Summaries {
  private static final List<String> WOMEN =
      List.of("anna", "clara", "emma", "greta", "ida", "katia", "maria", "olga");
  private static final List<String> MEN =
      List.of("ben", "david", "felix", "hugo", "jonas", "leo", "nico", "paul");
  private static final List<String> PLACES =
      List.of(
          "attic", "bakery", "cellar", "forest", "garden", "harbour", "kitchen", "library",
          "market", "museum", "office", "park", "river", "school", "station", "tower");

  /** P is a person, L a place. */
  private static final List<String> GOING =
      List.of(
          "P went to the L .",
          "P walked over to the L .",
          "P is in the L now .",
          "P moved on to the L .",
          "P hurried to the L .",
          "to the L went P .");

  private static final List<String> GOING_ON =
      List.of("then P went to the L .", "after that P ran to the L .", "P soon left for the L .");

  private static final List<String> GOING_TOGETHER =
      List.of("P and Q went to the L .", "P took Q along to the L .", "in the L P met Q .");

  private static final List<String> DOING =
      List.of(
          "P read a letter there .",
          "P lost an umbrella .",
          "P thought of the L .",
          "P was tired and sat down .",
          "P had never liked the L .",
          "P bought some bread .",
          "P sang a song .",
          "P told a story about the L .");

  private final int shortest;
  private final int longest;

  /**
   * A generator.
   *
   * @param shortest fewest sentences of a paragraph, 1 or more
   * @param longest most sentences; every number between is as probable
   * @throws IllegalArgumentException if these are out of order
   */
  public Summaries(int shortest, int longest) {
    if (shortest < 1 || longest < shortest) {
      throw new IllegalArgumentException(
          "paragraphs need 1 sentence or more, and the longest as many as the shortest, not %d to %d"
              .formatted(shortest, longest));
    }
    this.shortest = shortest;
    this.longest = longest;
  }

  /**
   * Draws a paragraph.
   *
   * @param random where chance comes from
   * @return the paragraph and its summary
   */
  public TextPair draw(RandomSource random) {
    Paragraph paragraph = new Paragraph(random);
    int sentences = shortest + random.nextInt(longest - shortest + 1);
    for (int i = 0; i < sentences; i++) {
      paragraph.addSentence();
    }
    return paragraph.pair();
  }

  /** A paragraph as far as it has been told. */
  private static final class Paragraph {
    private final RandomSource random;
    private final List<String> cast = new ArrayList<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final List<String> sentences = new ArrayList<>();

    /** Who "she" or "he" would be; nobody after a sentence about two. */
    private String lastPerson = "";

    Paragraph(RandomSource random) {
      this.random = random;
      int persons = 2 + random.nextInt(3);
      while (cast.size() < persons) {
        String person = random.nextInt(2) == 0 ? choose(WOMEN) : choose(MEN);
        if (!cast.contains(person)) {
          cast.add(person);
        }
      }
    }

    private String choose(List<String> list) {
      return list.get(random.nextInt(list.size()));
    }

    void addSentence() {
      switch (random.nextInt(8)) {
        case 0 -> together();
        case 1, 2 -> onward();
        case 3, 4 -> doing();
        default -> going(choose(cast));
      }
    }

    private void going(String person) {
      say(choose(GOING), person, "", move(person));
      lastPerson = person;
    }

    private void onward() {
      if (lastPerson.isEmpty()) {
        going(choose(cast));
      } else {
        say(choose(GOING_ON), pronoun(lastPerson), "", move(lastPerson));
      }
    }

    private void together() {
      String one = choose(cast);
      String other = choose(cast.stream().filter(p -> !p.equals(one)).toList());
      String place = move(one);
      places.put(other, place);
      say(choose(GOING_TOGETHER), one, other, place);
      lastPerson = "";
    }

    /** Only who has been somewhere does something, so that all in the text are in the summary. */
    private void doing() {
      if (places.isEmpty()) {
        going(choose(cast));
        return;
      }
      String person = choose(List.copyOf(places.keySet()));
      boolean same = person.equals(lastPerson) && random.nextInt(2) == 0;
      say(choose(DOING), same ? pronoun(person) : person, "", choose(PLACES));
      lastPerson = person;
    }

    /** To another place than before. */
    private String move(String person) {
      String place = choose(PLACES);
      while (place.equals(places.get(person))) {
        place = choose(PLACES);
      }
      places.put(person, place);
      return place;
    }

    private static String pronoun(String person) {
      return WOMEN.contains(person) ? "she" : "he";
    }

    private void say(String form, String person, String other, String place) {
      sentences.add(form.replace("P", person).replace("Q", other).replace("L", place));
    }

    TextPair pair() {
      List<String> parts = new ArrayList<>();
      places.forEach((person, place) ->
          parts.add(person + (parts.isEmpty() ? " is in the " : " in the ") + place));
      return new TextPair(String.join(" ", sentences), String.join(" , ", parts) + " .");
    }
  }
}
