package dev.rnn4j.train.eval;

import dev.rnn4j.core.text.Entity;
import dev.rnn4j.core.text.TagScheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How well tags were predicted: the share of right tags, and, for tags of a scheme such as IOB2,
 * precision, recall and F1 of entities, as the script conlleval of the CoNLL shared tasks counts
 * them: an entity is right if its first word, its last word and its type are.
 */
public final class EntityScores {
  private long words;
  private long rightTags;
  private final Map<List<String>, Long> pairs = new HashMap<>();
  private final Map<String, long[]> counts = new TreeMap<>(); // correct, found, there

  /**
   * Entities of one type, or of all.
   *
   * @param correct how many were found rightly
   * @param found how many were found
   * @param there how many there are
   */
  public record Score(long correct, long found, long there) {
    /** {@return the share of those found that are right; 0 if none was found} */
    public double precision() {
      return found == 0 ? 0 : (double) correct / found;
    }

    /** {@return the share of those there that were found; 0 if there are none} */
    public double recall() {
      return there == 0 ? 0 : (double) correct / there;
    }

    /** {@return the harmonic mean of precision and recall; 0 if nothing is right} */
    public double f1() {
      return correct == 0 ? 0 : 2 * precision() * recall() / (precision() + recall());
    }
  }

  /** Scores of no sentence yet. */
  public EntityScores() {}

  /**
   * Counts a sentence.
   *
   * @param expected its right tags
   * @param actual those predicted, as many
   * @throws IllegalArgumentException if the numbers differ
   */
  public void add(List<String> expected, List<String> actual) {
    if (expected.size() != actual.size()) {
      throw new IllegalArgumentException(
          actual.size() + " tags predicted for a sentence of " + expected.size());
    }
    words += expected.size();
    for (int i = 0; i < expected.size(); i++) {
      rightTags += expected.get(i).equals(actual.get(i)) ? 1 : 0;
      pairs.merge(List.of(expected.get(i), actual.get(i)), 1L, Long::sum);
    }
    List<Entity> there = TagScheme.entities(expected);
    List<Entity> found = TagScheme.entities(actual);
    Set<Entity> right = new HashSet<>(there);
    there.forEach(entity -> of(entity)[2]++);
    for (Entity entity : found) {
      of(entity)[1]++;
      of(entity)[0] += right.contains(entity) ? 1 : 0;
    }
  }

  private long[] of(Entity entity) {
    return counts.computeIfAbsent(entity.type(), _ -> new long[3]);
  }

  /**
   * How often a tag was taken for another, or for itself.
   *
   * @param expected the right tag
   * @param actual the predicted one
   * @return the number of words
   */
  public long count(String expected, String actual) {
    return pairs.getOrDefault(List.of(expected, actual), 0L);
  }

  /** {@return the number of words} */
  public long words() {
    return words;
  }

  /** {@return the share of words with the right tag; 0 without words} */
  public double accuracy() {
    return words == 0 ? 0 : (double) rightTags / words;
  }

  /** {@return the types of entities, there or found, in alphabetical order} */
  public Set<String> types() {
    return new TreeSet<>(counts.keySet());
  }

  /**
   * The score of a type.
   *
   * @param type one of {@link #types()}
   * @return its score
   */
  public Score score(String type) {
    long[] count = counts.getOrDefault(type, new long[3]);
    return new Score(count[0], count[1], count[2]);
  }

  /** {@return the score of all types together} */
  public Score overall() {
    long[] sum = new long[3];
    for (long[] count : new ArrayList<>(counts.values())) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += count[k];
      }
    }
    return new Score(sum[0], sum[1], sum[2]);
  }
}
