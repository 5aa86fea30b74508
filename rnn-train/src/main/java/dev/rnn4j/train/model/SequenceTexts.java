package dev.rnn4j.train.model;

import dev.rnn4j.core.model.SequenceText;
import dev.rnn4j.core.text.Subwords;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.SubwordLearner;
import dev.rnn4j.train.data.VocabularyBuilder;
import java.util.List;

/** Learns from lines how texts are cut into tokens. */
public final class SequenceTexts {
  private SequenceTexts() {}

  /**
   * Characters, or words that occur often enough.
   *
   * @param level which
   * @param lines to learn from
   * @param minCount how often a token must occur, 1 or more
   * @return the tokens
   */
  public static SequenceText of(Vocabulary.Level level, List<String> lines, long minCount) {
    VocabularyBuilder builder = new VocabularyBuilder(level).minCount(minCount);
    lines.forEach(line -> builder.add(line + "\n"));
    return new SequenceText(builder.build(), null);
  }

  /**
   * Pieces of words.
   *
   * @param subwords cuts words
   * @param lines whose pieces are the vocabulary
   * @return the pieces
   */
  public static SequenceText of(Subwords subwords, List<String> lines) {
    VocabularyBuilder builder = new VocabularyBuilder(Vocabulary.Level.WORD);
    lines.forEach(line -> builder.add(String.join(" ", subwords.encode(line)) + "\n"));
    return new SequenceText(builder.build(), subwords);
  }

  /**
   * Learns pieces of words.
   *
   * @param merges most merges
   * @param lines to learn from; of both sides, to learn pieces that they share
   * @return what cuts words
   */
  public static Subwords learn(int merges, List<String> lines) {
    SubwordLearner learner = new SubwordLearner();
    lines.forEach(learner::add);
    return learner.learn(merges);
  }
}
