package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Sentences with names to be found, for training a tagger without any file: a small grammar, and
 * the countries, cities, currencies and languages whose names every JDK carries, tagged in the
 * scheme IOB2. No name is in two of the three parts, so what a tagger finds in the test part it
 * knows by spelling and surroundings alone; some names, as that of a city-state, are of two kinds.
 * The same JDK release and seed give the same sentences; another release may know other names.
 */
public final class NamesInSentences {
  private static final int TRAIN = 3000;
  private static final int VALID = 400;
  private static final int TEST = 800;

  private static final String COUNTRY = "COUNTRY";
  private static final String CITY = "CITY";
  private static final String CURRENCY = "CURRENCY";
  private static final String LANGUAGE = "LANGUAGE";

  /** What stands for what: words beginning with a hyphen are names, with a dollar other rules. */
  private static final Map<String, List<String>> GRAMMAR =
      Map.of(
          "$sentence",
          List.of(
              "$who $did $what .",
              "the government of -COUNTRY $did $what .",
              "the mayor of -CITY $did $what in $when .",
              "-CITY is the largest city of -COUNTRY .",
              "flights from -CITY to -CITY cost $number -CURRENCY .",
              "$who speaks -LANGUAGE and a little -LANGUAGE .",
              "-COUNTRY replaced the -CURRENCY by the -CURRENCY in $when .",
              "one -CURRENCY buys $number -CURRENCY in -CITY .",
              "$what was translated from -LANGUAGE into -LANGUAGE .",
              "in -COUNTRY most people learn -LANGUAGE at school .",
              "$who moved from -CITY to -COUNTRY in $when .",
              "in $when , -CITY and -CITY were hit by storms .",
              "trade between -COUNTRY and -COUNTRY fell by $number percent .",
              "the embassy of -COUNTRY in -CITY $did $what ."),
          "$who",
          List.of(
              "she", "he", "nobody", "the pilot", "a trader", "our guide", "the bank of -COUNTRY"),
          "$did",
          List.of("saw", "sold", "bought", "may leave", "may march to", "wrote about", "lost"),
          "$what",
          List.of(
              "the saw",
              "a poem in -LANGUAGE",
              "$number -CURRENCY",
              "the harbour of -CITY",
              "the border with -COUNTRY",
              "a house near -CITY",
              "the letter"),
          "$when",
          List.of("March", "May", "winter", "August", "spring"),
          "$number",
          List.of("two", "forty", "three hundred", "1,000", "7.5"));

  private final List<TaggedWords> train;
  private final List<TaggedWords> valid;
  private final List<TaggedWords> test;

  private NamesInSentences(RandomSource random) {
    Map<String, List<String>> names =
        Map.of(
            COUNTRY, shuffled(countries(), random),
            CITY, shuffled(cities(), random),
            CURRENCY, shuffled(currencies(), random),
            LANGUAGE, shuffled(languages(), random));
    Set<String> taken = new HashSet<>();
    train = sentences(TRAIN, part(names, 0, 70, taken), random);
    valid = sentences(VALID, part(names, 70, 80, taken), random);
    test = sentences(TEST, part(names, 80, 100, taken), random);
  }

  /**
   * Generates sentences.
   *
   * @param random decides everything
   * @return three parts
   */
  public static NamesInSentences generated(RandomSource random) {
    return new NamesInSentences(random);
  }

  private static Stream<String> countries() {
    return Stream.of(Locale.getISOCountries())
        .map(code -> Locale.of("", code).getDisplayCountry(Locale.ENGLISH));
  }

  private static Stream<String> languages() {
    return Stream.of(Locale.getISOLanguages())
        .filter(code -> code.length() == 2)
        .map(code -> Locale.of(code).getDisplayLanguage(Locale.ENGLISH));
  }

  private static Stream<String> currencies() {
    return Currency.getAvailableCurrencies().stream()
        .map(currency -> currency.getDisplayName(Locale.ENGLISH));
  }

  private static Stream<String> cities() {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(id -> id.matches("(Africa|America|Asia|Australia|Europe)/[A-Z][a-z_A-Z]+"))
        .map(id -> id.substring(id.indexOf('/') + 1).replace('_', ' '));
  }

  private static List<String> shuffled(Stream<String> names, RandomSource random) {
    List<String> all =
        new ArrayList<>(
            new TreeSet<>(names.filter(name -> name.matches("[\\p{L} '.-]+")).toList()));
    for (int i = all.size() - 1; i > 0; i--) {
      Collections.swap(all, i, random.nextInt(i + 1));
    }
    return all;
  }

  /** Some per cent of the names of each kind, without those that an earlier part has. */
  private static Map<String, List<String>> part(
      Map<String, List<String>> names, int from, int to, Set<String> taken) {
    Map<String, List<String>> part = new TreeMap<>();
    names.forEach((kind, all) ->
        part.put(
            kind,
            all.subList(all.size() * from / 100, all.size() * to / 100).stream()
                .filter(name -> !taken.contains(name))
                .toList()));
    part.values().forEach(taken::addAll);
    return part;
  }

  private static List<TaggedWords> sentences(
      int count, Map<String, List<String>> names, RandomSource random) {
    List<TaggedWords> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> words = new ArrayList<>();
      List<String> tags = new ArrayList<>();
      expand("$sentence", names, random, words, tags);
      all.add(new TaggedWords(words, tags));
    }
    return all;
  }

  private static void expand(
      String symbol,
      Map<String, List<String>> names,
      RandomSource random,
      List<String> words,
      List<String> tags) {
    if (symbol.startsWith("$")) {
      List<String> rules = GRAMMAR.getOrDefault(symbol, List.of());
      for (String part : rules.get(random.nextInt(rules.size())).split(" ", -1)) {
        expand(part, names, random, words, tags);
      }
    } else if (symbol.startsWith("-")) {
      String kind = symbol.substring(1);
      List<String> known = names.getOrDefault(kind, List.of());
      String tag = "B-" + kind;
      for (String word : known.get(random.nextInt(known.size())).split(" ", -1)) {
        words.add(word);
        tags.add(tag);
        tag = "I-" + kind;
      }
    } else {
      words.add(symbol);
      tags.add("O");
    }
  }

  /** {@return the sentences to learn from} */
  public List<TaggedWords> train() {
    return train;
  }

  /** {@return the sentences to watch progress on} */
  public List<TaggedWords> valid() {
    return valid;
  }

  /** {@return the sentences to judge the result by} */
  public List<TaggedWords> test() {
    return test;
  }
}
