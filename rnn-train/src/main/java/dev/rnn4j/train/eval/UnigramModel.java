package dev.rnn4j.train.eval;

/**
 * Relative frequencies, and nothing added to the counts. If some ids never occur, the model
 * pretends one more token had been seen and divides its share equally among them: p = c / (N + 1)
 * for the others, 1 / ((N + 1) U) for each of the U unseen ids. If all occur, p = c / N exactly.
 */
public final class UnigramModel implements NgramModel {
  private final double[] probabilities;

  /**
   * Counts tokens.
   *
   * @param tokens the text to count in; of an empty one all ids are equally likely
   * @param vocabularySize V, 1 or more
   * @throws IllegalArgumentException if V is not positive
   * @throws IndexOutOfBoundsException if an id is not below V
   */
  public UnigramModel(int[] tokens, int vocabularySize) {
    Ngrams.checkVocabularySize(vocabularySize);
    int[] counts = new int[vocabularySize];
    for (int id : tokens) {
      counts[Ngrams.checkId(id, vocabularySize)]++;
    }
    int unseen = 0;
    for (int count : counts) {
      unseen += count == 0 ? 1 : 0;
    }
    double total = tokens.length + (unseen > 0 ? 1.0 : 0.0);
    probabilities = new double[vocabularySize];
    for (int id = 0; id < vocabularySize; id++) {
      probabilities[id] = (counts[id] > 0 ? counts[id] : 1.0 / unseen) / total;
    }
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public int vocabularySize() {
    return probabilities.length;
  }

  @Override
  public double probability(int[] tokens, int position) {
    return probabilities[Ngrams.checkId(tokens[position], probabilities.length)];
  }
}
