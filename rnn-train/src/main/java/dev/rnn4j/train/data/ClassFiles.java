package dev.rnn4j.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which class each file of a folder holds the texts of, where there is one file a class: the name
 * of the file without its ending (Greek.txt, Irish.txt), or if those are all the same, the ending
 * (reviews.pos, reviews.neg).
 */
public final class ClassFiles {
  private ClassFiles() {}

  /**
   * The files of a folder, but not those that begin with a dot.
   *
   * @param folder with two files or more
   * @return the files by the label of their texts, in alphabetical order
   * @throws CorpusException if it cannot be read, or its files do not name different classes
   */
  public static Map<String, Path> of(Path folder) throws CorpusException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> Files.isRegularFile(file) && !name(file).startsWith("."))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw TextStream.unreadable(folder.toString(), e);
    }
    if (files.size() < 2) {
      throw new CorpusException(
          "%s has %d files; a folder of texts has one for each class, two or more"
              .formatted(folder, files.size()));
    }
    for (Function<Path, String> label :
        List.<Function<Path, String>>of(ClassFiles::stem, ClassFiles::ending)) {
      Map<String, Path> byLabel = new LinkedHashMap<>();
      files.forEach(file -> byLabel.put(label.apply(file), file));
      if (byLabel.size() == files.size() && !byLabel.containsKey("")) {
        return byLabel;
      }
    }
    throw new CorpusException(
        folder
            + ": the names of its files do not tell the classes apart; name each after its class");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String stem(Path file) {
    String name = name(file);
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static String ending(Path file) {
    String name = name(file);
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }
}
