package dev.rnn4j.train.model;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.checkpoint.Checkpoint;
import java.io.IOException;

/**
 * What a checkpoint says of a language model: all that is needed, besides the texts, to make a
 * {@link LanguageModelTask} equal to the one it was written of.
 *
 * @param config the architecture
 * @param vocabulary the tokens
 * @param options how it is trained
 */
public record LanguageModelCheckpoint(
    LanguageModelConfig config, Vocabulary vocabulary, LanguageModelOptions options) {
  /**
   * Reads the language model's part of a checkpoint. Its parameters are there and of the shapes
   * that the architecture needs, so that it is safe to make a task of it.
   *
   * @param checkpoint an open one
   * @return what it says
   * @throws ModelFormatException if it is of no language model, or damaged
   * @throws IOException if it cannot be read
   */
  public static LanguageModelCheckpoint of(Checkpoint checkpoint) throws IOException {
    try {
      LanguageModelConfig config = LanguageModelFile.readConfig(checkpoint.metadata());
      Vocabulary vocabulary = LanguageModelFile.readVocabulary(checkpoint.metadata());
      if (vocabulary.size() != config.vocabularySize()) {
        throw new IllegalArgumentException(
            "its vocabulary has "
                + vocabulary.size()
                + " tokens, its configuration says "
                + config.vocabularySize());
      }
      checkpoint.requireParameters(config.layout());
      LanguageModelOptions options = LanguageModelOptions.read(checkpoint.settings());
      return new LanguageModelCheckpoint(config, vocabulary, options);
    } catch (JsonException | IllegalArgumentException e) {
      throw new ModelFormatException(checkpoint.file(), String.valueOf(e.getMessage()), e);
    }
  }
}
