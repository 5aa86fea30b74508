package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import java.nio.file.Path;

/**
 * What a file of this project is, as its metadata say under {@value #KEY}: a kind and the version
 * of its format, such as {@code language-model/1}.
 */
public final class FormatVersion {
  /** The key in the metadata. */
  public static final String KEY = "rnn4j";

  private FormatVersion() {}

  /**
   * Fails unless a file is of a kind and version.
   *
   * @param reader an open file
   * @param expected such as {@code language-model/1}
   * @throws ModelFormatException if it is of another kind, of another version, or of another
   *     project, saying which
   */
  public static void require(SafetensorsReader reader, String expected)
      throws ModelFormatException {
    String found = reader.metadata().get(KEY);
    if (expected.equals(found)) {
      return;
    }
    Path file = reader.file();
    String kind = named(expected);
    if (found == null) {
      throw new ModelFormatException(
          file,
          "it is a safetensors file, but not a "
              + kind
              + " of this project (its metadata lacks "
              + KEY
              + " = "
              + expected
              + ")");
    }
    if (!named(found).equals(kind)) {
      String article = "aeiou".indexOf(kind.charAt(0)) < 0 ? "a " : "an ";
      throw new ModelFormatException(
          file,
          "it is not %s%s but %s; give the file of %1$s%2$s"
              .formatted(article, kind, Json.brief(found)));
    }
    String which = isNewer(found, expected) ? "a newer version" : "another version";
    throw new ModelFormatException(
        file,
        "it is a "
            + kind
            + " of "
            + which
            + " of this project ("
            + Json.brief(found)
            + "; this one reads "
            + expected
            + ")");
  }

  /**
   * Whether a file is of a kind, of whatever version.
   *
   * @param reader an open file
   * @param version of that kind, such as {@code language-model/1}
   * @return true if it says so
   */
  public static boolean isKind(SafetensorsReader reader, String version) {
    String found = reader.metadata().get(KEY);
    return found != null && named(found).equals(named(version));
  }

  private static String named(String version) {
    int slash = version.indexOf('/');
    return (slash < 0 ? version : version.substring(0, slash)).replace('-', ' ');
  }

  private static boolean isNewer(String found, String expected) {
    try {
      return number(found) > number(expected);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static int number(String version) {
    return Integer.parseInt(version.substring(version.indexOf('/') + 1));
  }
}
