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
 * <p>Left out are characters whose name is only a number: ideographs, Hangul syllables and the
 * like, named by a prefix and their code point, and what has no name in Unicode and gets one from
 * Java (controls, surrogates, private use). They would be half of the lines and teach only
 * counting.
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

  /** {@return the names in the order of the characters, a new list} */
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

  /** {@return the text to learn from, 90% of the lines} */
  public String train() {
    return train;
  }

  /** {@return the text to watch progress on, 5% of the lines} */
  public String valid() {
    return valid;
  }

  /** {@return the text to judge the result by, 5% of the lines} */
  public String test() {
    return test;
  }

  /** {@return how many names all three texts have, one a line} */
  public int size() {
    return names;
  }

  /** {@return how many characters all three texts have, line ends included} */
  public int characters() {
    return train.length() + valid.length() + test.length();
  }

  /** {@return how many different characters occur in the three texts, the line end included} */
  public int distinctCharacters() {
    return (int) (train + valid + test).chars().distinct().count();
  }

  @Override
  public String toString() {
    return "%d names of Unicode characters, %d characters, %d distinct"
        .formatted(names, characters(), distinctCharacters());
  }
}
