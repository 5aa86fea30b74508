package dev.rnn4j.train.data;

import dev.rnn4j.core.text.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of words from a text file as word2vec, GloVe and fastText write it: a word a line, then
 * its values, all separated by spaces. A first line of two numbers, as word2vec and fastText have,
 * says how many words there are and how many values each has. Of a word that occurs twice, the
 * first line counts.
 *
 * @param width number of values of every word
 * @param vectors by word, in the order of the file
 */
public record WordVectors(int width, Map<String, float[]> vectors) {
  /**
   * Reads the first words of a file, which are the most frequent ones in such files.
   *
   * @param input the text
   * @param most how many words to read at most, 1 or more
   * @return their vectors
   * @throws CorpusException if a line is not as said; the message has its number
   */
  public static WordVectors read(TextInput input, int most) throws CorpusException {
    try (TextLines lines = input.lines()) {
      Map<String, float[]> vectors = new LinkedHashMap<>();
      int width = 0;
      long number = 0;
      for (String text = lines.next(); text != null && vectors.size() < most; text = lines.next()) {
        number++;
        List<String> parts = parts(text);
        if (number == 1 && isHeader(parts)) {
          width = Integer.parseInt(parts.get(1));
        } else if (!parts.isEmpty()) {
          width = width == 0 ? parts.size() - 1 : width;
          String where = input + ", line " + number;
          vectors.putIfAbsent(word(parts, width, where), values(parts, width, where));
        }
      }
      if (vectors.isEmpty()) {
        throw new CorpusException(input + " has no vectors; write a word a line, then its values");
      }
      return new WordVectors(width, vectors);
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw new CorpusException(input + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** {@return the same words in lower case; of those that become equal, the first counts} */
  public WordVectors lowerCase() {
    Map<String, float[]> lower = LinkedHashMap.newLinkedHashMap(vectors.size());
    vectors.forEach((word, values) -> lower.putIfAbsent(word.toLowerCase(Locale.ROOT), values));
    return new WordVectors(width, lower);
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isSeparator(text.charAt(i))) {
        if (i > from) {
          parts.add(text.substring(from, i));
        }
        from = i + 1;
      }
    }
    return parts;
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private static boolean isHeader(List<String> parts) {
    return parts.size() == 2 && parts.stream().allMatch(part -> part.matches("\\d{1,9}"));
  }

  /** A few files have words with spaces inside. */
  private static String word(List<String> parts, int width, String where) throws CorpusException {
    if (parts.size() <= width || width == 0) {
      throw new CorpusException(
          "%s: a word with %d values, where %d are due; every line needs as many"
              .formatted(where, parts.size() - 1, width));
    }
    return String.join(" ", parts.subList(0, parts.size() - width));
  }

  private static float[] values(List<String> parts, int width, String where)
      throws CorpusException {
    float[] values = new float[width];
    for (int j = 0; j < width; j++) {
      String part = parts.get(parts.size() - width + j);
      Float value = number(part);
      if (value == null || !Float.isFinite(value)) {
        throw new CorpusException(
            "%s: \"%s\" is not a number; a line is a word and %d numbers"
                .formatted(where, VisibleText.of(part), width));
      }
      values[j] = value;
    }
    return values;
  }

  private static @Nullable Float number(String text) {
    try {
      return Float.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }
}
