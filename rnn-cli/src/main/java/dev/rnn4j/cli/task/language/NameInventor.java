package dev.rnn4j.cli.task.language;

import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Sampler;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.TextDecoder;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.UnicodeNames;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lets a model make up names of characters that do not exist. */
final class NameInventor {
  private static final double TEMPERATURE = 0.8;
  private static final int MAX_TOKENS = 80;
  private static final int TRIES_PER_NAME = 50;
  private static final long SAMPLES = 4;

  private NameInventor() {}

  /** Up to {@code count} names, none of them in Unicode and no two alike. */
  static List<String> invent(LanguageModel model, int count, long seed) {
    Set<String> known = new HashSet<>(UnicodeNames.names());
    Set<String> invented = new LinkedHashSet<>();
    Vocabulary vocabulary = model.vocabulary();
    Sampler sampler = new Sampler(TEMPERATURE, 0, 1, vocabulary.unknownId());
    RandomSource random = new RandomSource(RandomSource.derive(seed, SAMPLES));
    LanguageModelSession session = model.newSession();
    for (int tries = 0; tries < count * TRIES_PER_NAME && invented.size() < count; tries++) {
      session.reset();
      String name = line(session, vocabulary, sampler, random);
      if (!name.isBlank() && !known.contains(name)) {
        invented.add(name);
      }
    }
    return List.copyOf(invented);
  }

  private static String line(
      LanguageModelSession session, Vocabulary vocabulary, Sampler sampler, RandomSource random) {
    TextDecoder text = new TextDecoder(vocabulary);
    StringBuilder line = new StringBuilder();
    int start = vocabulary.startId();
    session.generate(
        start,
        MAX_TOKENS,
        sampler,
        random,
        id -> {
          line.append(id == start ? "" : text.next(id));
          return id != start;
        });
    return line.toString();
  }
}
