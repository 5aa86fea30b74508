package dev.rnn4j.bench;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Values of options, checked when the command line is read. */
public final class OptionValues {
  private OptionValues() {}

  /** What to say about an argument that is none. */
  public static UsageException unknown(String argument) {
    String what = argument.startsWith("-") ? "unknown option " : "unexpected argument ";
    return new UsageException(what + "\"" + argument + "\"");
  }

  /** A regular expression that ignores case. */
  public static Pattern pattern(String name, String value) throws UsageException {
    try {
      return Pattern.compile(value, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          name + " \"" + value + "\" is not a regular expression: " + e.getDescription());
    }
  }

  /** A file to write. Looked at now: an hour later it would be a pity. */
  public static Path file(String name, String value) throws UsageException {
    Path path;
    try {
      path = Path.of(value).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new UsageException(name + " \"" + value + "\" is not the name of a file");
    }
    Path folder = path.getParent();
    if (value.isEmpty() || folder == null || Files.isDirectory(path)) {
      throw new UsageException(name + " \"" + value + "\" is a folder, not a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageException(name + " " + value + ": there is no folder " + folder);
    }
    if (!Files.isWritable(Files.exists(path) ? path : folder)) {
      throw new UsageException(name + " " + value + ": permission denied");
    }
    return path;
  }

  /** A number from 1. */
  public static int number(String name, String value, int max) throws UsageException {
    int number;
    try {
      number = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      number = 0;
    }
    if (number < 1 || number > max) {
      throw new UsageException(name + " must be 1 to " + max + ", not \"" + value + "\"");
    }
    return number;
  }
}
