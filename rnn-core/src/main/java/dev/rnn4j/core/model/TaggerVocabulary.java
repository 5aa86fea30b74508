package dev.rnn4j.core.model;

import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.TagScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the numbers of a tagger's network stand for.
 *
 * @param words the words of its table; the first stands for all others
 * @param characters code points; the first stands for all others
 * @param tags the tags
 * @param lowerCase whether the table of words holds lower case, as which every word is looked up;
 *     characters keep their case
 */
public record TaggerVocabulary(Labels words, Labels characters, Labels tags, boolean lowerCase) {
  /** What the first word and the first character are called. */
  public static final String UNKNOWN = "<unk>";

  /** Characters of a word that are read; of a longer one the first and the last half of these. */
  private static final int LONGEST = 64;

  /**
   * Checks that there are entries for what is unknown.
   *
   * @throws IllegalArgumentException if there are not
   */
  public TaggerVocabulary {
    if (!words.name(0).equals(UNKNOWN) || !characters.name(0).equals(UNKNOWN)) {
      throw new IllegalArgumentException(
          "the first word and the first character of a tagger must be " + UNKNOWN);
    }
  }

  /**
   * The form of a word in the table.
   *
   * @param word any word
   * @param lowerCase whether the table holds lower case
   * @return the word or its lower case
   */
  public static String form(String word, boolean lowerCase) {
    return lowerCase ? word.toLowerCase(Locale.ROOT) : word;
  }

  /** {@return whether the tags are those of a {@link TagScheme}, with types of entities} */
  public boolean hasEntities() {
    return tags.names().stream().allMatch(TagScheme::isTag)
        && tags.names().stream().anyMatch(tag -> tag.length() > 1);
  }

  /**
   * Which tags may follow each other in a scheme.
   *
   * @param scheme the scheme of all tags
   * @return transitions for a conditional random field
   */
  public TagTransitions transitions(TagScheme scheme) {
    int n = tags.size();
    boolean[] first = new boolean[n];
    boolean[][] next = new boolean[n][n];
    boolean[] last = new boolean[n];
    for (int i = 0; i < n; i++) {
      first[i] = scheme.allows(TagScheme.OUTSIDE, tags.name(i));
      last[i] = scheme.allows(tags.name(i), TagScheme.OUTSIDE);
      for (int j = 0; j < n; j++) {
        next[i][j] = scheme.allows(tags.name(i), tags.name(j));
      }
    }
    return new TagTransitions(first, next, last);
  }

  /**
   * A sentence whose tags are not known.
   *
   * @param sentence its words
   * @return the sentence in numbers
   */
  public TaggedSentence encode(List<String> sentence) {
    return encode(sentence, new int[0]);
  }

  /**
   * A sentence with its tags.
   *
   * @param sentence its words
   * @param ofEach their tags
   * @return the sentence in numbers
   * @throws IllegalArgumentException if a tag is unknown, or their number is another
   */
  public TaggedSentence encode(List<String> sentence, List<String> ofEach) {
    return encode(sentence, ofEach.stream().mapToInt(tags::index).toArray());
  }

  private TaggedSentence encode(List<String> sentence, int[] ofEach) {
    int[] ids = new int[sentence.size()];
    int[][] spelled = new int[sentence.size()][];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Math.max(0, words.indexOf(form(sentence.get(i), lowerCase)));
      spelled[i] = characters(sentence.get(i));
    }
    return new TaggedSentence(ids, spelled, ofEach);
  }

  private int[] characters(String word) {
    int[] codePoints = word.codePoints().toArray();
    if (codePoints.length > LONGEST) {
      int[] ends = Arrays.copyOf(codePoints, LONGEST);
      System.arraycopy(codePoints, codePoints.length - LONGEST / 2, ends, LONGEST / 2, LONGEST / 2);
      codePoints = ends;
    }
    for (int i = 0; i < codePoints.length; i++) {
      codePoints[i] = Math.max(0, characters.indexOf(Character.toString(codePoints[i])));
    }
    return codePoints;
  }
}
