package dev.rnn4j.cli;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The model a command uses. */
final class ModelOption {
  /** What {@code --model} takes. */
  static final String DESCRIPTION = "Model that rnn train or rnn convert wrote.";

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = DESCRIPTION)
  private Path file;

  @Option(
      names = "--weights",
      paramLabel = "f32|bf16",
      description =
          "Format of the weights to compute with; bf16 is faster, one token at a time, and slightly"
              + " less exact (default: as they are stored).")
  private @Nullable WeightFormat weights;

  /** Reads the file, with the weights in the format asked for. */
  LanguageModelFile read() throws IOException {
    LanguageModelFile model = read(file);
    return weights == null ? model : model.withWeights(weights);
  }

  /** Reads a file; says so if it is a checkpoint. */
  static LanguageModelFile read(Path file) throws IOException {
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
