package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a file of this project is, as its metadata say under {@value #KEY}: a kind and the version
 * of its format, such as {@code language-model/1}. The kinds of this library are of version 2 where
 * they have something that readers of version 1 would ignore ({@link FormatKeys}).
 */
public final class FormatVersion {
  /** The key in the metadata. */
  public static final String KEY = "rnn4j";

  private FormatVersion() {}

  /**
   * What a file says it is.
   *
   * @param kind such as {@code language-model/1}
   * @param description what else its metadata say
   * @return the kind, of a later version if that is needed
   */
  public static String of(String kind, Map<String, String> description) {
    return isOurs(kind) && FormatKeys.hasLater(description)
        ? name(kind) + "/" + FormatKeys.LATEST
        : kind;
  }

  /**
   * Fails unless a file is of a kind and of a version that can be read.
   *
   * @param reader an open file
   * @param expected such as {@code language-model/1}; of the kinds of this library later ones that
   *     this version of it knows are read, too
   * @throws ModelFormatException if it is of another kind, of another version, or of another
   *     project, saying which
   */
  public static void require(SafetensorsReader reader, String expected)
      throws ModelFormatException {
    String found = reader.metadata().get(KEY);
    String latest = isOurs(expected) ? name(expected) + "/" + FormatKeys.LATEST : expected;
    if (expected.equals(found) || latest.equals(found)) {
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
    boolean newer = isNewer(found, latest);
    String reads = latest.equals(expected) ? expected : expected + " and " + latest;
    throw new ModelFormatException(
        file,
        "it is a %s of %s version of this project (%s; this one reads %s)%s"
            .formatted(
                kind,
                newer ? "a newer" : "another",
                Json.brief(found),
                reads,
                newer ? "; read it with that version" : ""));
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

  private static boolean isOurs(String version) {
    return FormatKeys.KINDS.contains(name(version));
  }

  private static String named(String version) {
    return name(version).replace('-', ' ');
  }

  private static String name(String version) {
    int slash = version.indexOf('/');
    return slash < 0 ? version : version.substring(0, slash);
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
