package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A text every JDK carries: the names of the Unicode characters, one a line, shuffled and divided
 * by lines into 90% for training and 5% each for validation and test. Enough real structure to see
 * a model learn without any file. The same JDK release and seed give the same texts; another
 * release may know more characters.
 *
 * <p>Left out are characters whose name is but a number: ideographs, Hangul syllables and the like,
 * named by a prefix and their code point, and what has no name in Unicode and gets one from Java
 * (controls, surrogates, private use). They would be half of the lines and teach counting.
 */
public final class UnicodeNames {
  private static final String NUMBERED_OTHERWISE = "TANGUT COMPONENT-";

  private final String train;
  private final String valid;
  private final String test;
  private final int names;

  private UnicodeNames(List<String> shuffled) {
    names = shuffled.size();
    int trainEnd = (int) (names * 90L / 100);
    int validEnd = (int) (names * 95L / 100);
    train = lines(shuffled.subList(0, trainEnd));
    valid = lines(shuffled.subList(trainEnd, validEnd));
    test = lines(shuffled.subList(validEnd, names));
  }

  /**
   * Shuffles and divides the names.
   *
   * @param random decides the order
   * @return the three texts
   */
  public static UnicodeNames shuffled(RandomSource random) {
    List<String> names = names();
    for (int i = names.size() - 1; i > 0; i--) {
      Collections.swap(names, i, random.nextInt(i + 1));
    }
    return new UnicodeNames(names);
  }

  /**
   * The names in the order of the characters.
   *
   * @return a new list
   */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (hasNameInUnicode(codePoint)) {
        String name = Character.getName(codePoint);
        if (!isNumber(name, codePoint)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static boolean hasNameInUnicode(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UNASSIGNED, Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }

  private static boolean isNumber(String name, int codePoint) {
    return name.endsWith(Integer.toHexString(codePoint).toUpperCase(Locale.ROOT))
        || name.startsWith(NUMBERED_OTHERWISE);
  }

  private static String lines(List<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(name).append('\n');
    }
    return text.toString();
  }

  /**
   * The text to learn from.
   *
   * @return 90% of the lines
   */
  public String train() {
    return train;
  }

  /**
   * The text to watch progress on.
   *
   * @return 5% of the lines
   */
  public String valid() {
    return valid;
  }

  /**
   * The text to judge the result by.
   *
   * @return 5% of the lines
   */
  public String test() {
    return test;
  }

  /**
   * How many names there are in all three texts.
   *
   * @return the number of lines
   */
  public int size() {
    return names;
  }

  /**
   * How many characters all three texts have, line ends included.
   *
   * @return the number of characters
   */
  public int characters() {
    return train.length() + valid.length() + test.length();
  }

  /**
   * How many different characters occur in the three texts, the line end included.
   *
   * @return the number of distinct characters
   */
  public int distinctCharacters() {
    return (int) (train + valid + test).chars().distinct().count();
  }

  @Override
  public String toString() {
    return "%d names of Unicode characters, %d characters, %d distinct"
        .formatted(names, characters(), distinctCharacters());
  }
}
