package dev.rnn4j.train.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU of a corpus (Papineni et al. 2002) as sacrebleu defines it by default (Post 2018): up to
 * four words at a time, their matches clipped and added up over all sentences, a penalty for what
 * is shorter than the references, no match of one length smoothed as mteval-v13a does
 * ("smooth:exp"), and all four lengths always counted ("eff:no"). Case matters; whoever does not
 * want that gives lower case.
 */
public final class Bleu {
  private static final int ORDER = 4;

  /** How sentences are cut into words before they are compared. */
  public enum Words {
    /** At white space: for text that is tokenised already. */
    AS_GIVEN,
    /** As mteval-v13a does, for text as people write it. */
    V13A
  }

  private final Words words;
  private final long[] matches = new long[ORDER];
  private final long[] totals = new long[ORDER];
  private long hypothesisLength;
  private long referenceLength;

  /**
   * The score of a corpus to which sentences will be added.
   *
   * @param words how to cut them
   */
  public Bleu(Words words) {
    this.words = words;
  }

  /**
   * A score and what it consists of.
   *
   * @param value 0 to 100
   * @param matches for one to four words, how many in the hypotheses are in a reference
   * @param totals how many there are in the hypotheses
   * @param brevityPenalty 1, or less if the hypotheses are shorter than the references
   * @param hypothesisLength words in the hypotheses
   * @param referenceLength words in the references; of several, in the one of the closest length
   */
  public record Score(
      double value,
      List<Long> matches,
      List<Long> totals,
      double brevityPenalty,
      long hypothesisLength,
      long referenceLength) {
    /** {@return the score with its parts, as sacrebleu shows them} */
    @Override
    public String toString() {
      StringBuilder precisions = new StringBuilder();
      double[] shown = precisions(matches, totals);
      for (double precision : shown) {
        precisions.append(precisions.isEmpty() ? "" : "/").append("%.1f".formatted(precision));
      }
      return "BLEU %.2f %s (BP = %.3f, %d words to %d)"
          .formatted(value, precisions, brevityPenalty, hypothesisLength, referenceLength);
    }
  }

  /**
   * Adds a sentence.
   *
   * @param hypothesis what was written
   * @param references what could have been written, one or more
   * @throws IllegalArgumentException if there is no reference
   */
  public void add(String hypothesis, String... references) {
    if (references.length == 0) {
      throw new IllegalArgumentException("a hypothesis needs a reference to be compared with");
    }
    List<String> written = cut(hypothesis);
    Map<List<String>, Integer> allowed = new HashMap<>();
    int closest = -1;
    for (String reference : references) {
      List<String> expected = cut(reference);
      ngrams(expected).forEach((ngram, n) -> allowed.merge(ngram, n, Math::max));
      closest = closer(written.size(), closest, expected.size());
    }
    hypothesisLength += written.size();
    referenceLength += closest;
    ngrams(written)
        .forEach((ngram, n) -> {
          totals[ngram.size() - 1] += n;
          matches[ngram.size() - 1] += Math.min(n, allowed.getOrDefault(ngram, 0));
        });
  }

  private List<String> cut(String sentence) {
    return words == Words.V13A ? MtevalTokens.v13a(sentence) : MtevalTokens.atWhiteSpace(sentence);
  }

  /** Of two lengths equally close, the shorter; -1 is none yet. */
  private static int closer(int length, int one, int other) {
    int difference = Math.abs(length - other) - Math.abs(length - one);
    boolean better = difference < 0 || (difference == 0 && other < one);
    return one < 0 || better ? other : one;
  }

  private static Map<List<String>, Integer> ngrams(List<String> words) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int from = 0; from < words.size(); from++) {
      for (int to = from + 1; to <= Math.min(from + ORDER, words.size()); to++) {
        counts.merge(words.subList(from, to), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** {@return the score of all sentences added so far} */
  public Score score() {
    List<Long> matched = Arrays.stream(matches).boxed().toList();
    List<Long> counted = Arrays.stream(totals).boxed().toList();
    double penalty = brevityPenalty();
    double sumOfLogs = 0;
    for (double precision : precisions(matched, counted)) {
      sumOfLogs += Math.log(precision); // -Infinity for one that does not exist: the score is 0
    }
    double value = penalty * Math.exp(sumOfLogs / ORDER);
    return new Score(value, matched, counted, penalty, hypothesisLength, referenceLength);
  }

  private double brevityPenalty() {
    if (hypothesisLength >= referenceLength) {
      return 1;
    }
    return hypothesisLength == 0 ? 0 : Math.exp(1 - (double) referenceLength / hypothesisLength);
  }

  /**
   * In percent. The k-th length without a match counts as half as many matches as the one before it
   * would, from one half on; without any match at all there is nothing to smooth.
   */
  private static double[] precisions(List<Long> matches, List<Long> totals) {
    double[] precisions = new double[ORDER];
    if (matches.stream().allMatch(n -> n == 0)) {
      return precisions;
    }
    double smoothed = 1;
    for (int n = 0; n < ORDER && totals.get(n) > 0; n++) {
      if (matches.get(n) == 0) {
        smoothed /= 2;
      }
      double matched = matches.get(n) == 0 ? smoothed : matches.get(n);
      precisions[n] = 100 * matched / totals.get(n);
    }
    return precisions;
  }
}
