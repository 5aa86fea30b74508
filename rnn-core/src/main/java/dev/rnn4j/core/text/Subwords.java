package dev.rnn4j.core.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts words into pieces by byte-pair encoding (Sennrich et al. 2016), so that a small vocabulary
 * covers all words: a word starts as its characters, and neighbours are merged in the order in
 * which the merges were learned. Frequent words end up whole, rare ones in parts.
 *
 * <p>Every word begins with {@link #BOUNDARY}, merged with what follows like any character, so the
 * pieces of a text say where its words begin and {@link #decode} puts them together again. What is
 * lost is which and how much ASCII white space stood between words, and a word that contains {@link
 * #BOUNDARY} itself is cut in two. A character nobody has seen is a piece of its own, {@link
 * Vocabulary#UNK} to a vocabulary.
 *
 * <p>Immutable; shared by any number of threads. Merges are learned by {@code SubwordLearner} of
 * rnn-train; a model keeps them as a list of strings.
 */
public final class Subwords {
  /** What every word begins with: U+2581. */
  public static final char BOUNDARY = '\u2581';

  private record Pair(String left, String right) {}

  private record Merge(int rank, String merged) {}

  private final List<String> merges;
  private final Map<Pair, Merge> byPair;

  /**
   * Subwords by merges that were learned before.
   *
   * @param merges in the order of learning, each the two pieces it merges with one space between
   *     them
   * @throws IllegalArgumentException if one is not two pieces, occurs twice, or makes a token that
   *     means something else
   */
  public Subwords(List<String> merges) {
    this.merges = List.copyOf(merges);
    byPair = HashMap.newHashMap(this.merges.size());
    for (int rank = 0; rank < this.merges.size(); rank++) {
      Pair pair = pair(this.merges.get(rank), rank);
      Merge merge = new Merge(rank, pair.left + pair.right);
      if (byPair.putIfAbsent(pair, merge) != null || isSpecial(merge.merged)) {
        throw new IllegalArgumentException(
            "merge %d, \"%s\", occurs twice or makes a special token"
                .formatted(rank, VisibleText.of(this.merges.get(rank))));
      }
    }
  }

  private static Pair pair(String merge, int rank) {
    int space = merge.indexOf(' ');
    if (space < 1 || space == merge.length() - 1 || space != merge.lastIndexOf(' ')) {
      throw new IllegalArgumentException(
          "merge %d must be two pieces with one space between them, not \"%s\""
              .formatted(rank, VisibleText.of(merge)));
    }
    return new Pair(merge.substring(0, space), merge.substring(space + 1));
  }

  /**
   * Whether a piece would be taken for a token that stands for something else.
   *
   * @param piece any text
   * @return true for {@link Vocabulary#EOS} and {@link Vocabulary#UNK}
   */
  public static boolean isSpecial(String piece) {
    return piece.equals(Vocabulary.EOS) || piece.equals(Vocabulary.UNK);
  }

  /** {@return the merges in the order of learning, to keep with a model} */
  public List<String> merges() {
    return merges;
  }

  /**
   * Cuts a text into pieces.
   *
   * @param text words separated by ASCII white space
   * @return their pieces
   */
  public List<String> encode(String text) {
    List<String> pieces = new ArrayList<>();
    WordScanner scanner = new WordScanner(text);
    while (scanner.advance()) {
      if (!scanner.isLineEnd()) {
        pieces.addAll(encodeWord(scanner.token()));
      }
    }
    return pieces;
  }

  /**
   * Cuts a word into pieces.
   *
   * @param word without white space, not empty
   * @return its pieces, of which the first begins with {@link #BOUNDARY}
   */
  public List<String> encodeWord(String word) {
    List<String> pieces = characters(word);
    Merge best = best(pieces);
    while (best != null) {
      apply(best, pieces);
      best = best(pieces);
    }
    return pieces;
  }

  /**
   * Cuts a word into what merging starts from.
   *
   * @param word any word
   * @return {@link #BOUNDARY} and the characters, a new list
   */
  public static List<String> characters(String word) {
    List<String> pieces = new ArrayList<>(word.length() + 1);
    pieces.add(String.valueOf(BOUNDARY));
    word.codePoints().mapToObj(Character::toString).forEach(pieces::add);
    return pieces;
  }

  private @Nullable Merge best(List<String> pieces) {
    Merge best = null;
    for (int i = 1; i < pieces.size(); i++) {
      Merge merge = byPair.get(new Pair(pieces.get(i - 1), pieces.get(i)));
      if (merge != null && (best == null || merge.rank < best.rank)) {
        best = merge;
      }
    }
    return best;
  }

  /** Merges from left to right wherever the pair of a merge occurs. */
  private void apply(Merge merge, List<String> pieces) {
    int kept = 0;
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      if (i + 1 < pieces.size() && merge.equals(byPair.get(new Pair(piece, pieces.get(i + 1))))) {
        piece = merge.merged;
        i++;
      }
      pieces.set(kept++, piece);
    }
    pieces.subList(kept, pieces.size()).clear();
  }

  /**
   * Puts pieces together again.
   *
   * @param pieces as {@link #encode} gives them, or as a model writes them
   * @return the words with one space between them
   */
  public static String decode(List<String> pieces) {
    String marked = String.join("", pieces);
    int from = !marked.isEmpty() && marked.charAt(0) == BOUNDARY ? 1 : 0;
    return marked.substring(from).replace(BOUNDARY, ' ');
  }
}
