package dev.rnn4j.core.model;

import dev.rnn4j.core.text.Labels;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a classifier says of an example, such as a text.
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

  /** The largest of the probabilities, and all of them by name. */
  static Classification of(Labels labels, float[] probabilities) {
    int best = 0;
    Map<String, Double> all = LinkedHashMap.newLinkedHashMap(probabilities.length);
    for (int k = 0; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
      all.put(labels.name(k), (double) probabilities[k]);
    }
    return new Classification(labels.name(best), probabilities[best], all);
  }
}
