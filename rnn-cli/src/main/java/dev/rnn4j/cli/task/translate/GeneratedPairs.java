package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.task.translate.PairSets.Test;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.Spellings;
import dev.rnn4j.train.data.SpokenDigits;
import dev.rnn4j.train.data.Summaries;
import dev.rnn4j.train.data.TextPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Pairs that are generated here, by the names that users give them. */
enum GeneratedPairs {
  /** Misspelled words and dates in many forms. */
  SPELLING,
  /** Paragraphs of who went where. */
  SUMMARY,
  /** Frames of features that say digits. */
  DIGITS;

  static final String PREFIX = "builtin:";

  /** Sentences of paragraphs to learn from, and of those that are longer than any of them. */
  private static final int SHORTEST = 3;

  private static final int LONGEST = 8;
  private static final int LONGER = 14;

  private static final double NOISE = 0.5;
  private static final int FEWEST_DIGITS = 3;
  private static final int MOST_DIGITS = 7;

  private static final int HELD_OUT = 1000;
  private static final long SITE = 41;

  /** What {@code --train} calls it. */
  String source() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** Those a source names, if it does. */
  static Optional<GeneratedPairs> named(String source) {
    for (GeneratedPairs one : values()) {
      if (one.source().equals(source)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** The same for the same seed; a larger training set begins with the smaller one. */
  PairSets sets(int train, long seed) {
    List<Pair> learned = draw(usual(), train, RandomSource.derive(seed, SITE));
    List<Pair> valid = draw(usual(), HELD_OUT, RandomSource.derive(seed, SITE + 1));
    return new PairSets(source(), learned, valid, tests(seed));
  }

  /** Drawn anew: of the words all were learned, most misspellings were not. */
  List<Test> tests(long seed) {
    List<Test> tests = new ArrayList<>();
    tests.add(
        new Test(
            this == SUMMARY ? "%d to %d sentences".formatted(SHORTEST, LONGEST) : "test",
            draw(usual(), HELD_OUT, RandomSource.derive(seed, SITE + 2))));
    if (this == SUMMARY) {
      Summaries longer = new Summaries(LONGEST + 1, LONGER);
      tests.add(
          new Test(
              "%d to %d sentences, more than any in training".formatted(LONGEST + 1, LONGER),
              draw(
                  random -> Pair.of(longer.draw(random)),
                  HELD_OUT,
                  RandomSource.derive(seed, SITE + 3))));
    }
    return tests;
  }

  private Function<RandomSource, Pair> usual() {
    return switch (this) {
      case SPELLING -> {
        Spellings spellings = new Spellings();
        yield random -> Pair.of(spellings.draw(random));
      }
      case SUMMARY -> {
        Summaries summaries = new Summaries(SHORTEST, LONGEST);
        yield random -> Pair.of(summaries.draw(random));
      }
      case DIGITS -> {
        SpokenDigits digits = new SpokenDigits(NOISE, FEWEST_DIGITS, MOST_DIGITS);
        yield random -> Pair.of(digits.draw(random));
      }
    };
  }

  private static List<Pair> draw(Function<RandomSource, Pair> generator, int count, long seed) {
    return TextPair.draw(generator, count, seed);
  }
}
