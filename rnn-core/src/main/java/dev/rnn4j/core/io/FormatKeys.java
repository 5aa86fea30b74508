package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys by which files of this project say what they are. Software of version 1 of the formats
 * ignores a key it does not know, and would compute another model than the file's; so a file with a
 * key that came later says version 2, which version 1 refuses. From version 2 on readers refuse
 * what they do not know by themselves.
 */
final class FormatKeys {
  /** The version of files with keys that version 1 does not know. */
  static final int LATEST = 2;

  /** Whose versions are counted here: those of other kinds are their authors'. */
  static final Set<String> KINDS =
      Set.of(
          "language-model",
          "tagger",
          "classifier",
          "question-answerer",
          "encoder-decoder",
          "forecaster",
          "training-checkpoint");

  /**
   * Keys of configurations that came after version 1, in whatever object of them. A new key of a
   * cell, a stack or a head is added here, and written only where it is not off.
   */
  static final Set<String> LATER =
      Set.of(
          "projection",
          "peepholes",
          "reset",
          "layer_norm",
          "learned_start",
          "regularization",
          "candidate",
          "cutoffs");

  /** Keys of the metadata, and what others begin with. */
  private static final Set<String> METADATA =
      Set.of(
          FormatVersion.KEY,
          Description.CONFIG,
          Description.VOCABULARY,
          "rnn4j.labels",
          "rnn4j.answers",
          "rnn4j.spread",
          "rnn4j.options",
          "rnn4j.position");

  private static final List<String> PREFIXES =
      List.of("rnn4j.training.", "rnn4j.note.", "rnn4j.source", "rnn4j.target");

  private FormatKeys() {}

  /** Whether a configuration has a key that came after version 1. */
  static boolean hasLater(Map<String, String> metadata) {
    String config = metadata.get(Description.CONFIG);
    try {
      return config != null && hasLater(Json.parse(config));
    } catch (JsonException e) {
      return false; // what it says is somebody else's
    }
  }

  private static boolean hasLater(Object json) {
    return switch (json) {
      case Map<?, ?> members ->
          members.keySet().stream().anyMatch(LATER::contains)
              || members.values().stream().anyMatch(FormatKeys::hasLater);
      case List<?> elements -> elements.stream().anyMatch(FormatKeys::hasLater);
      default -> false;
    };
  }

  /**
   * Fails for keys of this project that this version of the software does not know.
   *
   * @throws JsonException naming them
   */
  static void requireKnown(Map<String, String> metadata) throws JsonException {
    List<String> unknown =
        metadata.keySet().stream()
            .filter(key -> key.startsWith(FormatVersion.KEY + ".") && !METADATA.contains(key))
            .filter(key -> PREFIXES.stream().noneMatch(key::startsWith))
            .toList();
    refuse("the metadata", unknown);
  }

  /** Fails for keys that are in an object, but not known, unless there are none. */
  static void refuse(String where, Collection<String> unknown) throws JsonException {
    if (!unknown.isEmpty()) {
      throw new JsonException(
          where
              + " has what this version of the software does not know: "
              + String.join(", ", unknown.stream().map(Json::brief).toList())
              + "; read the file with the version that wrote it, or a newer one");
    }
  }
}
