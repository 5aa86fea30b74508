package dev.rnn4j.cli.task.tag;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.data.TaggedWords;
import java.util.List;

/** Tags that a model does not know: it never gives them, so they count as mistakes. */
final class UnknownTags {
  private UnknownTags() {}

  /**
   * Says so if there are some.
   *
   * @throws CliException if there are no others, as of another column
   */
  static void check(String name, List<TaggedWords> sentences, Labels tags, TaskContext context) {
    List<String> all = sentences.stream().flatMap(words -> words.tags().stream()).toList();
    List<String> unknown = all.stream().filter(tag -> tags.indexOf(tag) < 0).toList();
    if (unknown.isEmpty()) {
      return;
    }
    if (unknown.size() == all.size()) {
      throw new CliException(
          name + " has none of the model's tags, " + tags + "; give its --format and --tag-column");
    }
    context.note(
        Text.format(
            "%,d of %,d words of %s have a tag that the model does not know, the first of them %s;"
                + " they count as mistakes",
            unknown.size(), all.size(), name, VisibleText.of(unknown.getFirst())));
  }
}
