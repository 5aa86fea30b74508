package dev.rnn4j.cli;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.TextFile;
import dev.rnn4j.train.data.UnicodeNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the texts of a training come from.
 *
 * @param train a file, or {@link #BUILTIN}, which brings all three texts
 * @param valid a file, {@link #NONE}, or {@link #HELD_OUT} for the end of the training text
 * @param test a file, or {@link #NONE}
 */
record TextSource(String train, String valid, String test) {
  /** The names of the Unicode characters. */
  static final String BUILTIN = "builtin:unicode-names";

  static final String NONE = "none";
  static final String HELD_OUT = "held-out";

  private static final double KEPT = 0.95;
  private static final long SHUFFLE = 3;

  /** The texts themselves; an absent one is empty. */
  record Texts(String train, String valid, String test) {}

  static TextSource builtin() {
    return new TextSource(BUILTIN, BUILTIN, BUILTIN);
  }

  /** What {@link #note} wrote. */
  static TextSource fromNotes(Map<String, String> notes) {
    return new TextSource(
        notes.getOrDefault("train", BUILTIN),
        notes.getOrDefault("valid", NONE),
        notes.getOrDefault("test", NONE));
  }

  /** Notes what the texts can be found by from any folder. */
  void note(Map<String, String> notes) {
    notes.put("train", absolute(train));
    notes.put("valid", absolute(valid));
    notes.put("test", absolute(test));
  }

  private static String absolute(String source) {
    return isFile(source) ? Path.of(source).toAbsolutePath().normalize().toString() : source;
  }

  private static boolean isFile(String source) {
    return !source.equals(BUILTIN) && !source.equals(NONE) && !source.equals(HELD_OUT);
  }

  boolean isBuiltin() {
    return train.equals(BUILTIN);
  }

  /** The files among the sources. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (String source : List.of(train, valid, test)) {
      if (isFile(source)) {
        files.add(Path.of(source));
      }
    }
    return files;
  }

  /** The training text's name for people and for the model file, without its folder. */
  String name() {
    Path name = isBuiltin() ? null : Path.of(train).getFileName();
    return name == null ? train : name.toString();
  }

  /** Reads the texts; {@code seed} shuffles the built-in one. */
  Texts read(long seed) throws CorpusException {
    if (isBuiltin()) {
      UnicodeNames names = names(seed);
      return new Texts(names.train(), names.valid(), names.test());
    }
    String all = TextFile.read(Path.of(train));
    String tested = test.equals(NONE) ? "" : TextFile.read(Path.of(test));
    if (valid.equals(HELD_OUT)) {
      int cut = cut(all);
      return new Texts(all.substring(0, cut), all.substring(cut), tested);
    }
    return new Texts(all, valid.equals(NONE) ? "" : TextFile.read(Path.of(valid)), tested);
  }

  static UnicodeNames names(long seed) {
    return UnicodeNames.shuffled(new RandomSource(RandomSource.derive(seed, SHUFFLE)));
  }

  /** Where the last part begins: after a line if there is one near, never inside a character. */
  private int cut(String text) throws CorpusException {
    int wanted = (int) (text.length() * KEPT);
    int lineEnd = text.indexOf('\n', wanted);
    if (lineEnd >= 0 && lineEnd + 1 < text.length()) {
      return lineEnd + 1;
    }
    int cut = text.offsetByCodePoints(0, text.codePointCount(0, wanted));
    if (cut == 0) {
      throw new CorpusException(
          train + " is too short to hold 5% out; give --valid FILE or --valid none");
    }
    return cut;
  }

  /** Fails now rather than after a long time if a file is missing. */
  void requireFiles() {
    for (Path file : files()) {
      if (Files.isDirectory(file)) {
        throw new CliException(file + " is a folder; give a text file");
      }
      if (!Files.exists(file)) {
        throw new CliException(file + ": there is no such file");
      }
      if (!Files.isReadable(file)) {
        throw new CliException(file + ": permission denied");
      }
    }
  }
}
