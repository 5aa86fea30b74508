package dev.rnn4j.cli.option;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.TextInput;
import dev.rnn4j.train.data.UnicodeNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where the texts of a training come from.
 *
 * @param train a file or standard input, or {@link #BUILTIN}, which brings all three texts
 * @param valid a file, standard input, {@link #NONE}, or {@link #HELD_OUT} for the end of the
 *     training text
 * @param test a file, standard input, or {@link #NONE}
 */
public record TextSource(String train, String valid, String test) {
  /** The names of the Unicode characters. */
  public static final String BUILTIN = "builtin:unicode-names";

  public static final String NONE = "none";
  static final String HELD_OUT = "held-out";

  /** Stands in notes for a text that came once. */
  private static final String GONE = "-";

  private static final long SHUFFLE = 3;

  /** The texts themselves; an absent one, or one that is still part of another, is empty. */
  public record Texts(String train, String valid, String test) {}

  static TextSource builtin() {
    return new TextSource(BUILTIN, BUILTIN, BUILTIN);
  }

  /** What {@link #note} wrote. */
  public static TextSource fromNotes(Map<String, String> notes) {
    return new TextSource(
        notes.getOrDefault("train", BUILTIN),
        notes.getOrDefault("valid", NONE),
        notes.getOrDefault("test", NONE));
  }

  /** Notes what the texts can be found by from any folder, those that can. */
  public void note(Map<String, String> notes) {
    notes.put("train", absolute(train));
    notes.put("valid", absolute(valid));
    notes.put("test", absolute(test));
  }

  private static String absolute(String source) {
    if (comesOnce(source)) {
      return GONE;
    }
    return isFile(source) ? Path.of(source).toAbsolutePath().normalize().toString() : source;
  }

  private static boolean isText(String source) {
    return !source.equals(BUILTIN) && !source.equals(NONE) && !source.equals(HELD_OUT);
  }

  private static boolean isFile(String source) {
    return isText(source) && !StandardInput.is(source);
  }

  private static boolean comesOnce(String source) {
    if (!isFile(source)) {
      return isText(source);
    }
    return Files.exists(Path.of(source)) && !Files.isRegularFile(Path.of(source));
  }

  private List<String> sources() {
    return List.of(train, valid, test);
  }

  /** Whether the texts can be read again, which a resumed training has to. */
  public boolean isRepeatable() {
    return sources().stream().noneMatch(TextSource::comesOnce);
  }

  /** Fails if a text of the training to be resumed came once. */
  public void requireRepeatable() {
    if (!isRepeatable()) {
      throw new CliException(
          "this training read a text from standard input or a pipe and cannot be resumed, as the"
              + " text is not there any more; a training on files can be");
    }
  }

  public boolean holdsOut() {
    return valid.equals(HELD_OUT);
  }

  public boolean isBuiltin() {
    return train.equals(BUILTIN);
  }

  /** The files among the sources. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (String source : sources()) {
      if (isFile(source)) {
        files.add(Path.of(source));
      }
    }
    return files;
  }

  /** The training text's name for people and for the model file, without its folder. */
  public String name() {
    if (StandardInput.is(train)) {
      return StandardInput.NAME;
    }
    Path name = isBuiltin() ? null : Path.of(train).getFileName();
    return name == null ? train : name.toString();
  }

  /** Reads the texts; {@code seed} shuffles the built-in one. */
  public Texts read(long seed, StandardInput input) throws CorpusException {
    if (isBuiltin()) {
      UnicodeNames names = names(seed);
      return new Texts(names.train(), names.valid(), names.test());
    }
    return new Texts(read(train, input), read(valid, input), read(test, input));
  }

  private static String read(String source, StandardInput input) throws CorpusException {
    return isText(source) ? input.text(source).read() : "";
  }

  public static UnicodeNames names(long seed) {
    return UnicodeNames.shuffled(new RandomSource(RandomSource.derive(seed, SHUFFLE)));
  }

  /**
   * Fails if more than one option reads standard input.
   *
   * @param command whose options they are
   * @param options the names of options, each followed by its value, null if it was not given
   */
  public static void requireOneReader(CommandSpec command, @Nullable String... options) {
    List<String> readers = new ArrayList<>();
    for (int i = 0; i < options.length; i += 2) {
      String value = options[i + 1];
      if (value != null && StandardInput.is(value)) {
        readers.add(options[i]);
      }
    }
    if (readers.size() > 1) {
      throw new ParameterException(
          command.commandLine(),
          String.join(" and ", readers)
              + " would read the same standard input; give a file for all but one of them");
    }
  }

  /** Fails now rather than after a long time if a file is missing. */
  public void requireFiles() throws CorpusException {
    for (Path file : files()) {
      TextInput.requireReadable(file);
    }
  }
}
