package dev.rnn4j.train.eval;

/**
 * How well a model predicts a text.
 *
 * @param tokens how many were predicted
 * @param totalLoss sum of -ln p over them, in nats
 */
public record Perplexity(long tokens, double totalLoss) {
  /**
   * That of tokens whose losses are known.
   *
   * @param losses -ln p of each, in nats
   * @return their number and sum
   */
  public static Perplexity of(double[] losses) {
    double total = 0;
    for (double loss : losses) {
      total += loss;
    }
    return new Perplexity(losses.length, total);
  }

  /**
   * That of all tokens but one, such as the one for unknown words. Those left are predicted from
   * all that stands before them, and the probability that the other one has is not shared out among
   * them.
   *
   * @param losses -ln p of each token of a text, in nats
   * @param tokens the ids of the text
   * @param id of the token that is not counted
   * @return the number of the others, and the sum of their losses
   */
  public static Perplexity without(int id, int[] tokens, double[] losses) {
    long counted = 0;
    double total = 0;
    for (int n = 0; n < tokens.length; n++) {
      if (tokens[n] != id) {
        counted++;
        total += losses[n];
      }
    }
    return new Perplexity(counted, total);
  }

  /** {@return the cross-entropy J in nats per token; NaN for no tokens} */
  public double nats() {
    return totalLoss / tokens;
  }

  /** {@return the cross-entropy in bits per token; NaN for no tokens} */
  public double bits() {
    return nats() / Math.log(2);
  }

  /** {@return exp(J): 1 or more; that of the uniform distribution over V is V} */
  public double value() {
    return Math.exp(nats());
  }
}
