package dev.rnn4j.core.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How entities are written as a tag for each word: O outside, or a letter and, behind a hyphen, the
 * type. From one scheme to another nothing is lost.
 */
public enum TagScheme {
  /** B only where an entity follows directly on another of its type (Ramshaw and Marcus 1995). */
  IOB1,
  /** B at the start of every entity; also called BIO. */
  IOB2,
  /** B and I as in IOB2, E for the last word of several, S for an entity of one. */
  BIOES;

  /** The tag of a word in no entity. */
  public static final String OUTSIDE = "O";

  /**
   * The entities of a sentence in whatever scheme, by the rules of the script conlleval of the
   * CoNLL shared tasks, to which B and S begin an entity and E and S end one, whatever stands
   * beside them. A tag that cannot follow the one before, such as I-X after O, begins one, too.
   *
   * @param tags of its words
   * @return its entities from left to right
   */
  public static List<Entity> entities(List<String> tags) {
    List<Entity> found = new ArrayList<>();
    int from = 0;
    String before = OUTSIDE;
    for (int i = 0; i <= tags.size(); i++) {
      String tag = i == tags.size() ? OUTSIDE : tags.get(i);
      boolean joined = isInside(before) && isInside(tag) && continues(before, tag);
      if (isInside(before) && !joined) {
        found.add(new Entity(type(before), from, i));
      }
      if (isInside(tag) && !joined) {
        from = i;
      }
      before = tag;
    }
    return List.copyOf(found);
  }

  private static boolean continues(String before, String tag) {
    boolean begins = tag.charAt(0) == 'B' || tag.charAt(0) == 'S';
    boolean ended = before.charAt(0) == 'E' || before.charAt(0) == 'S';
    return !begins && !ended && type(before).equals(type(tag));
  }

  private static boolean isInside(String tag) {
    return !tag.equals(OUTSIDE);
  }

  private static String type(String tag) {
    int hyphen = tag.indexOf('-');
    return hyphen < 0 ? "" : tag.substring(hyphen + 1);
  }

  /**
   * Whether a tag is one of those that such schemes consist of.
   *
   * @param tag any text
   * @return true for O, and for B, I, E or S, alone or with a hyphen and a type
   */
  public static boolean isTag(String tag) {
    return tag.equals(OUTSIDE)
        || (!tag.isEmpty()
            && "BIES".indexOf(tag.charAt(0)) >= 0
            && (tag.length() == 1 || tag.charAt(1) == '-'));
  }

  /**
   * Entities written in this scheme.
   *
   * @param entities from left to right, none over another
   * @param words how many the sentence has
   * @return a tag for each word
   * @throws IllegalArgumentException if they overlap or reach over the end
   */
  public List<String> tags(List<Entity> entities, int words) {
    String[] tags = new String[words];
    Arrays.fill(tags, OUTSIDE);
    int end = 0;
    String before = OUTSIDE;
    for (Entity entity : entities) {
      if (entity.from() < end || entity.to() > words) {
        throw new IllegalArgumentException(
            entity
                + " does not fit a sentence of "
                + words
                + " words in which "
                + end
                + " are done");
      }
      boolean adjacent = end > 0 && entity.from() == end && entity.type().equals(before);
      for (int i = entity.from(); i < entity.to(); i++) {
        String letter = letter(i == entity.from(), i == entity.to() - 1, adjacent);
        tags[i] = entity.type().isEmpty() ? letter : letter + "-" + entity.type();
      }
      end = entity.to();
      before = entity.type();
    }
    return List.of(tags);
  }

  private String letter(boolean first, boolean last, boolean adjacent) {
    return switch (this) {
      case IOB1 -> first && adjacent ? "B" : "I";
      case IOB2 -> first ? "B" : "I";
      case BIOES -> first ? (last ? "S" : "B") : (last ? "E" : "I");
    };
  }

  /**
   * The same entities in this scheme.
   *
   * @param tags in whatever scheme
   * @return the tags in this one
   */
  public List<String> of(List<String> tags) {
    return tags(entities(tags), tags.size());
  }

  /**
   * Whether a tag may follow another in this scheme.
   *
   * @param tag a tag; O before the first word
   * @param next the one after it; O after the last word
   * @return true if some sentence has the two beside each other
   */
  public boolean allows(String tag, String next) {
    boolean same = isInside(tag) && isInside(next) && type(tag).equals(type(next));
    char letter = next.charAt(0);
    return switch (this) {
      case IOB1 -> letter != 'B' || same;
      case IOB2 -> letter != 'I' || same;
      case BIOES -> {
        boolean open = tag.charAt(0) == 'B' || tag.charAt(0) == 'I';
        boolean inside = letter == 'I' || letter == 'E';
        yield open == inside && (!open || same);
      }
    };
  }
}
