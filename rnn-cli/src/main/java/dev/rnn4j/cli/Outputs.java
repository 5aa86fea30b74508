package dev.rnn4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files a training writes.
 *
 * @param model the best model so far
 * @param checkpoint the training after the last epoch, or where it was stopped
 */
record Outputs(Path model, Path checkpoint) {
  private static final String SUFFIX = ".safetensors";

  static Outputs of(Path model) {
    Path name = model.getFileName();
    if (name == null) {
      throw new CliException("--out must name a file, not " + model);
    }
    String plain = name.toString();
    if (plain.endsWith(SUFFIX)) {
      plain = plain.substring(0, plain.length() - SUFFIX.length());
    }
    return new Outputs(model, model.resolveSibling(plain + ".checkpoint" + SUFFIX));
  }

  /** Fails now rather than after the first epoch; {@code inputs} must survive. */
  void check(List<Path> inputs) throws IOException {
    for (Path file : List.of(model, checkpoint)) {
      requireWritable(file);
    }
    for (Path input : inputs) {
      requireOther(model, input);
    }
  }

  /** Fails if writing {@code out} would replace what is read. */
  static void requireOther(Path out, Path input) throws IOException {
    if (Files.exists(out) && Files.isSameFile(input, out)) {
      throw new CliException("--out would overwrite " + input + ", which is read");
    }
  }

  /** Fails if a file could not be written. */
  static void requireWritable(Path file) {
    if (file.toString().isEmpty()) {
      throw new CliException("--out is empty; name a file");
    }
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
      throw new CliException(file + " cannot be written: no file can be made in " + folder, e);
    }
  }
}
