package dev.rnn4j.cli;

import dev.rnn4j.core.model.Vocabulary;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.CorpusException;

/**
 * The texts of a training as tokens.
 *
 * @param vocabulary the known tokens
 * @param train to learn from
 * @param valid to choose the best epoch by; may be empty
 * @param test to judge the result by; may be empty
 */
record TrainingData(Vocabulary vocabulary, Corpus train, Corpus valid, Corpus test) {
  /** Makes the vocabulary, of the training text if it is made of any. */
  @FunctionalInterface
  interface VocabularySource {
    Vocabulary of(String trainingText) throws CorpusException;
  }

  static TrainingData read(TextSource source, long seed, VocabularySource vocabularySource)
      throws CorpusException {
    TextSource.Texts texts = source.read(seed);
    Vocabulary vocabulary = vocabularySource.of(texts.train());
    return new TrainingData(
        vocabulary,
        Corpus.of(texts.train(), vocabulary),
        Corpus.of(texts.valid(), vocabulary),
        Corpus.of(texts.test(), vocabulary));
  }
}
