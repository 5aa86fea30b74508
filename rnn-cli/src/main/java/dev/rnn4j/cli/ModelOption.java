package dev.rnn4j.cli;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model a command uses. */
final class ModelOption {
  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = "Model that rnn train wrote.")
  private Path file;

  /** Reads the file. */
  LanguageModelFile read() throws IOException {
    try {
      return LanguageModelFile.read(file);
    } catch (ModelFormatException e) {
      if (ModelDescription.checkpoint(file).isPresent()) {
        throw new CliException(
            file + " is the checkpoint of a training; give the model that is beside it", e);
      }
      throw e;
    }
  }

  /** Reads the model for use, on the kernels asked for. */
  LanguageModel load(CommonOptions common) throws IOException {
    common.check();
    LanguageModelFile model = read();
    return LanguageModel.of(
        model.config(), model.vocabulary(), model.parameters(), common.selection().kernels());
  }
}
