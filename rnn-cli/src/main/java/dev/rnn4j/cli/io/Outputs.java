package dev.rnn4j.cli.io;

import dev.rnn4j.core.io.FormatVersion;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.train.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files a training writes. They replace files of their own kind, or empty ones, and nothing
 * else: neither what is read nor what is no file of this project.
 *
 * @param model the best model so far
 * @param checkpoint the training after the last epoch, or where it was stopped
 */
public record Outputs(Path model, Path checkpoint) {
  private static final String SUFFIX = ".safetensors";
  private static final String CHECKPOINT_SUFFIX = ".checkpoint" + SUFFIX;
  private static final int MAX_LINKS = 40;

  /** What an output may replace, of whatever version. */
  private enum Kind {
    MODEL("a model"),
    CHECKPOINT("a training checkpoint");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    boolean isThatOf(Path file) throws IOException {
      try (SafetensorsReader reader = Safetensors.open(file)) {
        boolean checkpoint = FormatVersion.isKind(reader, Checkpoint.VERSION);
        return this == CHECKPOINT ? checkpoint : !checkpoint && ModelFile.isModel(reader);
      } catch (ModelFormatException e) {
        return false;
      }
    }
  }

  public static Outputs of(Path model) {
    Path name = model.getFileName();
    if (name == null) {
      throw new CliException("--out must name a file, not " + model);
    }
    String plain = name.toString();
    if (plain.endsWith(SUFFIX)) {
      plain = plain.substring(0, plain.length() - SUFFIX.length());
    }
    return new Outputs(model, model.resolveSibling(plain + CHECKPOINT_SUFFIX));
  }

  /** Those of the training whose checkpoint this is, if it has the name of one. */
  public static Optional<Outputs> beside(Path checkpoint) {
    String name = String.valueOf(checkpoint.getFileName());
    if (!name.endsWith(CHECKPOINT_SUFFIX) || name.length() == CHECKPOINT_SUFFIX.length()) {
      return Optional.empty();
    }
    String plain = name.substring(0, name.length() - CHECKPOINT_SUFFIX.length());
    return Optional.of(new Outputs(checkpoint.resolveSibling(plain + SUFFIX), checkpoint));
  }

  /** Whether a model is that of a training. */
  @FunctionalInterface
  public interface Ownership {
    boolean isOwn(Path model) throws IOException;
  }

  /**
   * Those beside the checkpoint of a training that is resumed: the model is absent, empty, or the
   * training's own.
   */
  public static Outputs ofResumed(Path checkpoint, Ownership training) throws IOException {
    Outputs outputs =
        beside(checkpoint)
            .orElseThrow(() ->
                new CliException(
                    checkpoint
                        + " is not named NAME.checkpoint.safetensors, so which model is its own"
                        + " is unknown; give --out FILE"));
    Path model = outputs.model;
    if (Files.exists(model) && Files.size(model) > 0 && !training.isOwn(model)) {
      throw new CliException(
          model
              + ", beside the checkpoint, is not the model of this training; give --out FILE to say"
              + " where it is to be written");
    }
    return outputs;
  }

  /** Whether a file says that it is a checkpoint, of this version or another one. */
  public static boolean isCheckpoint(Path file) throws IOException {
    return Kind.CHECKPOINT.isThatOf(file);
  }

  /** Both files. */
  public List<Path> files() {
    return List.of(model, checkpoint);
  }

  /** Fails now rather than after the first epoch; {@code inputs} must survive. */
  public void check(List<Path> inputs) throws IOException {
    for (Path file : files()) {
      requireWritable(file);
    }
    for (Path input : inputs) {
      requireOther(model, input);
      requireOtherCheckpoint(input);
    }
    if (isSame(model, checkpoint)) {
      throw new CliException(
          model + " and the checkpoint beside it, " + checkpoint + ", are the same file");
    }
    requireReplaceable(model, Kind.MODEL);
    requireReplaceable(checkpoint, Kind.CHECKPOINT);
  }

  /** As {@link #check(List)}; the checkpoint that is resumed is replaced by its continuation. */
  public void check(List<Path> inputs, Path resumed) throws IOException {
    check(inputs);
    requireOther(model, resumed);
  }

  private void requireOtherCheckpoint(Path input) throws IOException {
    if (isSame(checkpoint, input)) {
      throw new CliException(
          "the checkpoint beside --out would overwrite " + input + ", which is read");
    }
  }

  /** Fails if writing {@code out} would replace what is read. */
  public static void requireOther(Path out, Path input) throws IOException {
    if (isSame(out, input)) {
      throw new CliException("--out would overwrite " + input + ", which is read");
    }
  }

  /** Fails if a model cannot be written there, or would replace anything but a model. */
  public static void requireModel(Path file) throws IOException {
    requireWritable(file);
    requireReplaceable(file, Kind.MODEL);
  }

  private static boolean isSame(Path a, Path b) throws IOException {
    boolean exist = Files.exists(a) && Files.exists(b);
    return resolve(a).equals(resolve(b)) || (exist && Files.isSameFile(a, b));
  }

  /** What a path leads to, which need not exist: links are followed, as the writer does. */
  static Path resolve(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int i = 0; i < MAX_LINKS && Files.isSymbolicLink(target); i++) {
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    Path folder = target.getParent();
    Path name = target.getFileName();
    return folder != null && name != null && Files.isDirectory(folder)
        ? folder.toRealPath().resolve(name)
        : target.normalize();
  }

  /** An empty file has nothing to lose; {@code mktemp} makes such. */
  private static void requireReplaceable(Path file, Kind kind) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return;
    }
    if (!kind.isThatOf(file)) {
      String what =
          Kind.CHECKPOINT.isThatOf(file)
              ? "is the checkpoint of a training"
              : "is not " + kind.title + " of rnn4j";
      throw new CliException(
          file
              + " exists and "
              + what
              + ", so it is not replaced; name another file, or delete it");
    }
  }

  /** Fails if a file could not be written. */
  public static void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new CliException(file + " cannot be written: there is no folder " + folder);
    }
    if (Files.isDirectory(file)) {
      throw new CliException(file + " cannot be written: it is a folder");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CliException(file + " cannot be written: it is not a regular file");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new CliException(file + " cannot be written: permission denied");
    }
    try {
      // what a folder allows is known for certain only by trying
      Files.delete(Files.createTempFile(folder, ".rnn4j-", ".tmp"));
    } catch (IOException e) {
      String cause = e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
      throw new CliException(
          file + " cannot be written: no file can be made in " + folder + ": " + cause, e);
    }
  }
}
