package dev.rnn4j.cli.task.answer;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.Story;
import dev.rnn4j.train.data.StoryFile;
import dev.rnn4j.train.data.WhereStories;
import java.util.List;

/** Where stories come from: files of lines, or drawn here. */
final class StorySource {
  /** Stories of who is where. */
  static final String WHERE = "builtin:where";

  /** Stories of who is where, and what they carry about. */
  static final String THINGS = "builtin:things";

  static final String NONE = "none";

  /** Most sentences of stories to train on; those to test on are longer. */
  static final int LONGEST = 20;

  private static final int SHORTEST = 2;
  private static final int LONGEST_VALID = LONGEST + 5;
  private static final int LONGEST_TEST = 2 * LONGEST;
  private static final int VALID = 500;
  private static final int TEST = 1000;
  private static final long SITE = 11;

  private StorySource() {}

  static boolean isBuiltin(String source) {
    return source.equals(WHERE) || source.equals(THINGS);
  }

  static List<Story> train(String source, int count, long seed, StandardInput input)
      throws CorpusException {
    return isBuiltin(source)
        ? draw(source, count, SHORTEST, LONGEST, RandomSource.derive(seed, SITE))
        : read(source, input);
  }

  static List<Story> valid(String source, long seed, StandardInput input) throws CorpusException {
    return isBuiltin(source)
        ? draw(source, VALID, LONGEST + 1, LONGEST_VALID, RandomSource.derive(seed, SITE + 1))
        : read(source, input);
  }

  static List<Story> test(String source, long seed, StandardInput input) throws CorpusException {
    return isBuiltin(source)
        ? draw(source, TEST, LONGEST + 1, LONGEST_TEST, RandomSource.derive(seed, SITE + 2))
        : read(source, input);
  }

  private static List<Story> draw(String source, int count, int shortest, int longest, long seed) {
    return WhereStories.draw(
        count, shortest, longest, source.equals(THINGS), new RandomSource(seed));
  }

  private static List<Story> read(String source, StandardInput input) throws CorpusException {
    return source.equals(NONE) ? List.of() : StoryFile.read(input.text(source));
  }
}
