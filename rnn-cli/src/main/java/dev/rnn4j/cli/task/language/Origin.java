package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.text.Vocabulary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a training starts from.
 *
 * @param name of the model that it goes on from, without its folder; empty for none
 * @param model that model; null for none, and when the training is resumed
 */
record Origin(String name, @Nullable LanguageModelFile model) {
  private static final String NOTE = "from";

  /** Parameters that are drawn. */
  static final Origin NONE = new Origin("", null);

  /** A model. */
  static Origin of(Path file, LanguageModelFile model) {
    return new Origin(String.valueOf(file.getFileName()), model);
  }

  /** The shape of the model, if there is one. */
  @Nullable LanguageModelConfig config() {
    return model == null ? null : model.config();
  }

  /** What {@link #note} wrote. */
  static Origin fromNotes(Map<String, String> notes) {
    return new Origin(notes.getOrDefault(NOTE, ""), null);
  }

  /** Notes the name, if there is one. */
  void note(Map<String, String> notes) {
    if (!name.isEmpty()) {
      notes.put(NOTE, name);
    }
  }

  /** What is to be said about it, given the tokens of the training. */
  List<String> remarks(Vocabulary tokens) {
    if (model == null) {
      return List.of();
    }
    long known = tokens.tokens().stream().filter(model.vocabulary()::contains).count();
    return List.of(
        Text.format(
            "goes on from %s: %,d of %,d tokens keep their vectors",
            Text.shown(Path.of(name)), known, tokens.size()));
  }
}
