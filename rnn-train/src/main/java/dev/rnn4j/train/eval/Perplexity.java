package dev.rnn4j.train.eval;

/**
 * How well a model predicts a text.
 *
 * @param tokens how many were predicted
 * @param totalLoss sum of -ln p over them, in nats
 */
public record Perplexity(long tokens, double totalLoss) {
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
