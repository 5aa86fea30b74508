package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Labelled texts in two parts that have no text in common: whoever occurs twice, even with another
 * label, is in one of them with all occurrences. Both keep the order of the texts.
 *
 * @param rest to train on
 * @param heldOut to measure with
 */
public record DistinctSplit(List<LabelledText> rest, List<LabelledText> heldOut) {
  /** Takes copies. */
  public DistinctSplit {
    rest = List.copyOf(rest);
    heldOut = List.copyOf(heldOut);
  }

  /**
   * Holds out a share of the distinct texts.
   *
   * @param texts all of them
   * @param share above 0 and below 1
   * @param key decides which
   * @return both parts, neither empty
   * @throws IllegalArgumentException if the share is out of its range, or so small or large that a
   *     part would be empty
   */
  public static DistinctSplit holdOut(List<LabelledText> texts, double share, long key) {
    Map<String, Integer> places = shuffled(texts, key);
    int count = (int) Math.round(places.size() * share);
    if (!(share > 0 && share < 1) || count == 0 || count == places.size()) {
      throw new IllegalArgumentException(
          "of %d different texts the share %s cannot be held out; choose one with which some are"
                  .formatted(places.size(), share)
              + " held out and some remain");
    }
    return of(texts, places, 0, count);
  }

  /**
   * Folds for cross-validation: every text is held out once.
   *
   * @param texts all of them
   * @param count how many folds, 2 or more
   * @param key decides which
   * @return one split for each fold, of which none is larger than another by more than one text
   * @throws IllegalArgumentException if there are fewer distinct texts than folds
   */
  public static List<DistinctSplit> folds(List<LabelledText> texts, int count, long key) {
    Map<String, Integer> places = shuffled(texts, key);
    int distinct = places.size();
    if (count < 2 || count > distinct) {
      throw new IllegalArgumentException(
          "%d different texts can be cut into 2 to %d folds, not %d"
              .formatted(distinct, distinct, count));
    }
    List<DistinctSplit> folds = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int from = (int) ((long) distinct * k / count);
      folds.add(of(texts, places, from, (int) ((long) distinct * (k + 1) / count)));
    }
    return folds;
  }

  /** The place of each distinct text in a random order. */
  private static Map<String, Integer> shuffled(List<LabelledText> texts, long key) {
    LinkedHashSet<String> distinct = new LinkedHashSet<>();
    texts.forEach(text -> distinct.add(text.text()));
    List<String> order = new ArrayList<>(distinct);
    RandomSource random = new RandomSource(key);
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    Map<String, Integer> places = HashMap.newHashMap(order.size());
    for (int i = 0; i < order.size(); i++) {
      places.put(order.get(i), i);
    }
    return places;
  }

  private static DistinctSplit of(
      List<LabelledText> texts, Map<String, Integer> places, int from, int to) {
    List<LabelledText> rest = new ArrayList<>();
    List<LabelledText> heldOut = new ArrayList<>();
    for (LabelledText text : texts) {
      int place = places.getOrDefault(text.text(), -1);
      (place >= from && place < to ? heldOut : rest).add(text);
    }
    return new DistinctSplit(rest, heldOut);
  }
}
