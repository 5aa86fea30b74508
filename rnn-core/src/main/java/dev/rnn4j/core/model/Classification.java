package dev.rnn4j.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a classifier says of a text.
 *
 * @param label the most probable class
 * @param probability of it
 * @param probabilities of all classes, in the order of the classifier's labels
 */
public record Classification(String label, double probability, Map<String, Double> probabilities) {
  /** Takes a copy of the probabilities. */
  public Classification {
    probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
  }
}
