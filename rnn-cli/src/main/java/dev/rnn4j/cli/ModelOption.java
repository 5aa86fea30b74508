package dev.rnn4j.cli;

import dev.rnn4j.core.io.LanguageModelFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model a command uses. */
final class ModelOption {
  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = "Model file that rnn train wrote.")
  private Path file;

  /** Reads the file. */
  LanguageModelFile read() throws IOException {
    return LanguageModelFile.read(file);
  }
}
