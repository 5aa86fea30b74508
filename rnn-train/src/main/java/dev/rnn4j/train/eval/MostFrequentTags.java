package dev.rnn4j.train.eval;

import dev.rnn4j.train.data.TaggedWords;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A baseline: every word has the tag that it most often has in the training text, and a word not
 * seen there the tag that is most frequent of all. Of equally frequent ones, that seen first.
 */
public final class MostFrequentTags {
  private final Map<String, String> ofWords = new LinkedHashMap<>();
  private final String ofAll;

  /**
   * Counts.
   *
   * @param sentences the training text, with one word or more
   */
  public MostFrequentTags(Collection<TaggedWords> sentences) {
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    Map<String, Long> all = new LinkedHashMap<>();
    for (TaggedWords sentence : sentences) {
      for (int i = 0; i < sentence.words().size(); i++) {
        String tag = sentence.tags().get(i);
        counts
            .computeIfAbsent(sentence.words().get(i), _ -> new LinkedHashMap<>())
            .merge(tag, 1L, Long::sum);
        all.merge(tag, 1L, Long::sum);
      }
    }
    counts.forEach((word, tags) -> ofWords.put(word, largest(tags)));
    ofAll = largest(all);
  }

  private static String largest(Map<String, Long> counts) {
    String best = "";
    long most = 0;
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      if (entry.getValue() > most) {
        best = entry.getKey();
        most = entry.getValue();
      }
    }
    return best;
  }

  /**
   * Tags a sentence.
   *
   * @param words its words
   * @return a tag for each
   */
  public List<String> tag(List<String> words) {
    return words.stream().map(word -> ofWords.getOrDefault(word, ofAll)).toList();
  }
}
