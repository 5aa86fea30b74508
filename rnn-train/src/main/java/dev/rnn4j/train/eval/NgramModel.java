package dev.rnn4j.train.eval;

import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.eval.KneserNeyModel.History;

/**
 * A language model made of counts: the probability of a token given the {@code order() - 1} tokens
 * before it. Whatever the history, the probabilities of all ids are positive and sum to 1, so
 * perplexities are comparable with those of a network over the same vocabulary.
 */
public sealed interface NgramModel permits UnigramModel, KneserNeyModel {
  /**
   * Counts single tokens.
   *
   * @param corpus the text to count in
   * @return a model that ignores history
   */
  static NgramModel unigram(Corpus corpus) {
    return new UnigramModel(corpus.ids(), corpus.vocabulary().size());
  }

  /**
   * Counts n-grams of one stream, whose histories run across line ends; see {@link KneserNeyModel}.
   *
   * @param corpus the text to count in, at least one token
   * @param order n, 3 for trigrams; 1 to 63
   * @return a smoothed n-gram model
   * @throws IllegalArgumentException if the corpus is empty, or n is out of its range
   */
  static NgramModel kneserNey(Corpus corpus, int order) {
    return kneserNey(corpus, order, History.STREAM);
  }

  /**
   * Counts n-grams, see {@link KneserNeyModel}.
   *
   * @param corpus the text to count in, at least one token
   * @param order n, 3 for trigrams; 1 to 63
   * @param history how far back a token depends on others
   * @return a smoothed n-gram model
   * @throws IllegalArgumentException if the corpus is empty, or n is out of its range
   */
  static NgramModel kneserNey(Corpus corpus, int order, History history) {
    Vocabulary vocabulary = corpus.vocabulary();
    return new KneserNeyModel(
        corpus.ids(), vocabulary.startId(), vocabulary.size(), order, history);
  }

  /** {@return the length n of the longest n-gram, 1 or more} */
  int order();

  /** {@return how many ids there are, V} */
  int vocabularySize();

  /**
   * Probability of a token of a text given those before it. Before the first token the text
   * continues with start ids.
   *
   * @param tokens a text of ids
   * @param position which token, 0 to {@code tokens.length - 1}
   * @return the probability of {@code tokens[position]}, above 0
   * @throws IndexOutOfBoundsException if there is no such token or an id is not below V
   */
  double probability(int[] tokens, int position);

  /**
   * Every token of a text, as {@link #probability} gives it.
   *
   * @param tokens a text of ids
   * @return -ln p of each, in nats
   * @throws IndexOutOfBoundsException if an id is not below V
   */
  default double[] losses(int[] tokens) {
    double[] losses = new double[tokens.length];
    for (int position = 0; position < tokens.length; position++) {
      losses[position] = -Math.log(probability(tokens, position));
    }
    return losses;
  }

  /**
   * Mean negative log-probability over all tokens of a text, as {@link #probability} gives them.
   *
   * @param tokens a text of ids, at least one
   * @return nats a token
   * @throws IllegalArgumentException if there are no tokens
   * @throws IndexOutOfBoundsException if an id is not below V
   */
  default double crossEntropy(int[] tokens) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("the mean over 0 tokens is undefined; give at least 1");
    }
    return Perplexity.of(losses(tokens)).nats();
  }

  /**
   * The exponential of {@link #crossEntropy}: among how many equally likely tokens the model seems
   * to choose.
   *
   * @param tokens a text of ids, at least one
   * @return the perplexity, 1 or more
   * @throws IllegalArgumentException if there are no tokens
   * @throws IndexOutOfBoundsException if an id is not below V
   */
  default double perplexity(int[] tokens) {
    return Math.exp(crossEntropy(tokens));
  }
}
