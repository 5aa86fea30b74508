package dev.rnn4j.train.data;

import dev.rnn4j.core.text.Subwords;
import dev.rnn4j.core.text.WordScanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Learns {@link Subwords} from texts by byte-pair encoding (Sennrich et al. 2016): again and again
 * the most frequent pair of neighbouring pieces becomes one, counted over all words. Of equally
 * frequent pairs the first in the order of their characters is merged, so the same words give the
 * same merges, in whatever order they come. Pieces of several languages that share names and
 * cognates are best learned together: add the texts of both.
 */
public final class SubwordLearner {
  private static final long MIN_COUNT = 2;

  private final Map<String, long[]> counts = new LinkedHashMap<>();

  /** A learner that has seen no text. */
  public SubwordLearner() {}

  /**
   * Counts the words of a text.
   *
   * @param text words separated by ASCII white space
   * @return this
   */
  public SubwordLearner add(String text) {
    WordScanner scanner = new WordScanner(text);
    while (scanner.advance()) {
      if (!scanner.isLineEnd()) {
        counts.computeIfAbsent(scanner.token(), _ -> new long[1])[0]++;
      }
    }
    return this;
  }

  /**
   * Learns merges. There are fewer if no pair occurs at least twice any more.
   *
   * @param merges the most, 0 or more
   * @return subwords by these merges
   * @throws IllegalArgumentException if the number is negative
   */
  public Subwords learn(int merges) {
    if (merges < 0) {
      throw new IllegalArgumentException("the number of merges must be 0 or more, not " + merges);
    }
    Words words = new Words(counts);
    List<String> list = new ArrayList<>();
    Pair next = words.mostFrequent();
    while (next != null && list.size() < merges) {
      list.add(next.left + " " + next.right);
      words.merge(next);
      next = words.mostFrequent();
    }
    return new Subwords(list);
  }

  private record Pair(String left, String right) {
    String merged() {
      return left + right;
    }
  }

  private record Candidate(Pair pair, long count) {}

  /** A word of the texts, as the pieces it consists of at the moment. */
  private static final class Word {
    private final List<String> pieces;
    private final long count;

    Word(String word, long count) {
      pieces = Subwords.characters(word);
      this.count = count;
    }

    boolean contains(Pair pair) {
      for (int i = 1; i < pieces.size(); i++) {
        if (pieces.get(i - 1).equals(pair.left) && pieces.get(i).equals(pair.right)) {
          return true;
        }
      }
      return false;
    }

    /** Merges from left to right. */
    void merge(Pair pair) {
      for (int i = 1; i < pieces.size(); i++) {
        if (pieces.get(i - 1).equals(pair.left) && pieces.get(i).equals(pair.right)) {
          pieces.set(i - 1, pair.merged());
          pieces.remove(i);
        }
      }
    }
  }

  /** All words, with the pairs in them. */
  private static final class Words {
    private final Map<Pair, long[]> pairCounts = new HashMap<>();

    /** For each pair the words it occurs in, and some that it no longer occurs in. */
    private final Map<Pair, Set<Word>> wordsWith = new HashMap<>();

    /** Counts as they were when a pair last grew; one that fell since is corrected on its turn. */
    private final PriorityQueue<Candidate> queue =
        new PriorityQueue<>(
            Comparator.comparingLong(Candidate::count)
                .reversed()
                .thenComparing(c -> c.pair.left)
                .thenComparing(c -> c.pair.right));

    Words(Map<String, long[]> counts) {
      counts.forEach((word, n) -> add(new Word(word, n[0])));
      pairCounts.forEach((pair, n) -> queue.add(new Candidate(pair, n[0])));
    }

    private void add(Word word) {
      for (int i = 1; i < word.pieces.size(); i++) {
        Pair pair = new Pair(word.pieces.get(i - 1), word.pieces.get(i));
        pairCounts.computeIfAbsent(pair, _ -> new long[1])[0] += word.count;
        wordsWith.computeIfAbsent(pair, _ -> new HashSet<>()).add(word);
      }
    }

    private void subtract(Word word) {
      for (int i = 1; i < word.pieces.size(); i++) {
        Pair pair = new Pair(word.pieces.get(i - 1), word.pieces.get(i));
        long[] count = pairCounts.get(pair);
        if (count != null) {
          count[0] -= word.count;
        }
      }
    }

    private long count(Pair pair) {
      long[] count = pairCounts.get(pair);
      return count == null ? 0 : count[0];
    }

    /** The pair to merge next, or null if none is frequent enough. */
    @Nullable Pair mostFrequent() {
      while (!queue.isEmpty()) {
        Candidate first = queue.remove();
        long count = count(first.pair);
        if (count < MIN_COUNT || Subwords.isSpecial(first.pair.merged())) {
          continue;
        }
        if (count == first.count) {
          return first.pair;
        }
        queue.add(new Candidate(first.pair, count));
      }
      return null;
    }

    void merge(Pair pair) {
      String merged = pair.merged();
      Set<Pair> grown = new HashSet<>();
      for (Word word : wordsWith.getOrDefault(pair, Set.of()).stream().toList()) {
        if (word.contains(pair)) {
          subtract(word);
          word.merge(pair);
          add(word);
          addNeighbours(word, merged, grown);
        }
      }
      wordsWith.remove(pair);
      pairCounts.remove(pair);
      for (Pair one : grown) {
        queue.add(new Candidate(one, count(one)));
      }
    }

    /** Only pairs with the new piece can be more frequent than before. */
    private static void addNeighbours(Word word, String merged, Set<Pair> into) {
      for (int i = 1; i < word.pieces.size(); i++) {
        Pair pair = new Pair(word.pieces.get(i - 1), word.pieces.get(i));
        if (pair.left.equals(merged) || pair.right.equals(merged)) {
          into.add(pair);
        }
      }
    }
  }
}
