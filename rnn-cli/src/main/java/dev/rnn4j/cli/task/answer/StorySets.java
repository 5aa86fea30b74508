package dev.rnn4j.cli.task.answer;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.train.data.Story;
import java.nio.file.Path;
import java.util.List;

/**
 * The stories of a training.
 *
 * @param source where those to learn from come from
 * @param train to learn from
 * @param valid to choose the best epoch by; may be empty
 * @param test to report the result on; may be empty
 * @param questionOnly whether the stories themselves are hidden
 */
record StorySets(
    String source, List<Story> train, List<Story> valid, List<Story> test, boolean questionOnly) {
  /** For the header of a training. */
  String describe() {
    return Text.format(
        "%s: %,d / %,d / %,d stories for training / validation / test%s",
        name(),
        train.size(),
        valid.size(),
        test.size(),
        questionOnly ? ", of which only the questions are shown" : "");
  }

  private String name() {
    if (StorySource.isBuiltin(source)) {
      return source;
    }
    Path name = Path.of(source).getFileName();
    return Text.shown(name == null ? Path.of(source) : name);
  }

  /** Tells data apart. */
  long fingerprint() {
    long hash = questionOnly ? 1 : 0;
    for (List<Story> stories : List.of(train, valid)) {
      for (Story story : stories) {
        hash = 31 * hash + story.hashCode();
      }
    }
    return hash;
  }
}
