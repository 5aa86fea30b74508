package dev.rnn4j.core.model;

/**
 * A word of a sentence with its tag.
 *
 * @param token the word, as it was given
 * @param tag the tag
 * @param probability of the tag at this place, 0 to 1
 */
public record TaggedToken(String token, String tag, double probability) {}
