package dev.rnn4j.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Data sets that are too large, or not free enough, to be part of the repository. They lie in
 * {@code ../shared/data} beside it on machines that have them; everywhere else the tests that need
 * them are skipped and say so.
 */
public final class SharedData {
  private static final String FOLDER = "../shared/data";

  private SharedData() {}

  /**
   * A file of the shared data; ends the calling test as skipped if it is not there.
   *
   * @param name path below the folder, for instance {@code "ptb/ptb.valid.txt"}
   * @return the existing file
   */
  public static Path require(String name) {
    Path folder = repositoryRoot().resolve(FOLDER).normalize();
    Path file = folder.resolve(name);
    Assumptions.assumeTrue(
        Files.isReadable(file),
        () -> "skipped: needs " + name + " in the folder " + FOLDER + " beside the repository");
    return file;
  }

  /**
   * The top folder of the repository: the nearest one above the working directory that holds both
   * {@code pom.xml} and {@code rnn-core}.
   *
   * @return the folder; ends the calling test as skipped if there is none
   */
  public static Path repositoryRoot() {
    Path start = Path.of("").toAbsolutePath();
    Path folder = start;
    while (folder != null && !isRoot(folder)) {
      folder = folder.getParent();
    }
    Assumptions.assumeTrue(
        folder != null,
        () -> "skipped: no folder above " + start + " holds both pom.xml and rnn-core");
    return folder == null ? start : folder;
  }

  private static boolean isRoot(Path folder) {
    return Files.isRegularFile(folder.resolve("pom.xml"))
        && Files.isDirectory(folder.resolve("rnn-core"));
  }
}
