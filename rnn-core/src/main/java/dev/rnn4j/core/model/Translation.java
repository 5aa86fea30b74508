package dev.rnn4j.core.model;

import java.util.List;

/**
 * What an encoder-decoder made of a source.
 *
 * @param text the tokens put together
 * @param tokens of the target without the one that ends it; where the model wrote that it has no
 *     token, the token of a source of text that it looked at most
 * @param logProbability log p of what the model wrote and of its end, in nats
 * @param score by which the search compared it: more is better
 * @param alignment for each token and for the end, how much it looked at each step of the source;
 *     weights that sum to 1, or none without attention
 */
public record Translation(
    String text,
    List<String> tokens,
    double logProbability,
    double score,
    List<List<Float>> alignment) {
  /** Takes copies. */
  public Translation {
    tokens = List.copyOf(tokens);
    alignment = alignment.stream().map(List::copyOf).toList();
  }
}
