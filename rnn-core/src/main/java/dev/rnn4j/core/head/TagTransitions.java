package dev.rnn4j.core.head;

import java.util.Arrays;
import java.util.List;

/**
 * Which tag may follow which, which may be the first of a sequence and which the last: in the
 * scheme IOB2, for instance, I-X follows B-X and I-X only. Immutable.
 */
public final class TagTransitions {
  private static final char YES = '1';
  private static final char NO = '0';

  private final boolean[] first;
  private final boolean[][] next;
  private final boolean[] last;

  /**
   * Some transitions.
   *
   * @param first whether a tag may begin a sequence
   * @param next whether the tag of the second index may follow that of the first
   * @param last whether a tag may end a sequence
   * @throws IllegalArgumentException if there are no tags, or the lengths differ
   */
  public TagTransitions(boolean[] first, boolean[][] next, boolean[] last) {
    int tags = first.length;
    boolean square = next.length == tags && Arrays.stream(next).allMatch(row -> row.length == tags);
    if (tags == 0 || !square || last.length != tags) {
      throw new IllegalArgumentException(
          "transitions of " + tags + " tags are " + tags + " by " + tags + ", of one or more");
    }
    this.first = first.clone();
    this.next = Arrays.stream(next).map(boolean[]::clone).toArray(boolean[][]::new);
    this.last = last.clone();
  }

  /**
   * All transitions.
   *
   * @param tags how many tags there are, 1 or more
   * @return transitions without constraints
   */
  public static TagTransitions all(int tags) {
    boolean[] yes = new boolean[tags];
    Arrays.fill(yes, true);
    boolean[][] next = new boolean[tags][];
    Arrays.fill(next, yes);
    return new TagTransitions(yes, next, yes);
  }

  /**
   * Transitions as they are written.
   *
   * @param rows what {@link #rows()} returned
   * @return equal transitions
   * @throws IllegalArgumentException if these are no transitions
   */
  public static TagTransitions of(List<String> rows) {
    int tags = rows.size() - 2;
    boolean[][] all = new boolean[rows.size()][];
    for (int r = 0; r < all.length; r++) {
      all[r] = allowed(rows.get(r));
    }
    if (tags < 1) {
      throw new IllegalArgumentException("there are no tags between which there are transitions");
    }
    return new TagTransitions(all[0], Arrays.copyOfRange(all, 1, tags + 1), all[tags + 1]);
  }

  private static boolean[] allowed(String row) {
    boolean[] allowed = new boolean[row.length()];
    for (int j = 0; j < allowed.length; j++) {
      if (row.charAt(j) != YES && row.charAt(j) != NO) {
        throw new IllegalArgumentException("transitions are written as 0 and 1, not " + row);
      }
      allowed[j] = row.charAt(j) == YES;
    }
    return allowed;
  }

  /**
   * These transitions in writing.
   *
   * @return which tags may be first, then for each tag which may follow it, then which may be last:
   *     one character each, 1 for yes and 0 for no
   */
  public List<String> rows() {
    String[] rows = new String[tags() + 2];
    rows[0] = row(first);
    for (int i = 0; i < tags(); i++) {
      rows[i + 1] = row(next[i]);
    }
    rows[tags() + 1] = row(last);
    return List.of(rows);
  }

  private static String row(boolean[] allowed) {
    StringBuilder row = new StringBuilder();
    for (boolean one : allowed) {
      row.append(one ? YES : NO);
    }
    return row.toString();
  }

  /** {@return the number of tags, N} */
  public int tags() {
    return first.length;
  }

  /**
   * Whether a tag may begin a sequence.
   *
   * @param tag from 0
   * @return true if it may
   */
  public boolean begins(int tag) {
    return first[tag];
  }

  /**
   * Whether a tag may follow another.
   *
   * @param tag the first of the two
   * @param following the second
   * @return true if it may
   */
  public boolean follows(int tag, int following) {
    return next[tag][following];
  }

  /**
   * Whether a tag may end a sequence.
   *
   * @param tag from 0
   * @return true if it may
   */
  public boolean ends(int tag) {
    return last[tag];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TagTransitions that && rows().equals(that.rows());
  }

  @Override
  public int hashCode() {
    return rows().hashCode();
  }

  @Override
  public String toString() {
    return "transitions of " + tags() + " tags";
  }
}
