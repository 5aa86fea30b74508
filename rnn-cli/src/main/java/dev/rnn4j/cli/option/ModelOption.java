package dev.rnn4j.cli.option;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.text.VisibleText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The model a command uses. */
public final class ModelOption {
  /** What the files of language models say they are. */
  public static final String LANGUAGE_MODEL = "language-model";

  /** What {@code --model} takes. */
  public static final String DESCRIPTION = "Model that rnn train or rnn convert wrote.";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

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
  public LanguageModelFile read() throws IOException {
    LanguageModelFile model = read(file);
    noteIgnored(model, file, command);
    return weights == null ? model : model.withWeights(weights);
  }

  /** Reads the file of a language model; says so if it is a checkpoint. */
  public static LanguageModelFile read(Path file) throws IOException {
    return orCheckpoint(file, LanguageModelFile::read);
  }

  /**
   * Reads a model of any kind, without the tensors that are not part of it, of which it says so.
   */
  public static ModelFile readAny(Path file, CommandSpec command) throws IOException {
    if (!orCheckpoint(file, ModelFile::kind).equals(LANGUAGE_MODEL)) {
      return ModelFile.read(file);
    }
    LanguageModelFile model = read(file);
    noteIgnored(model, file, command);
    return model.toModelFile();
  }

  /** Reads a file of a model. */
  @FunctionalInterface
  public interface Reading<T> {
    T of(Path file) throws IOException;
  }

  /** Reads a model with a reader of its kind; says so if it is a checkpoint. */
  public static <T> T orCheckpoint(Path file, Reading<T> reading) throws IOException {
    try {
      return reading.of(file);
    } catch (ModelFormatException e) {
      if (Outputs.isCheckpoint(file)) {
        throw new CliException(
            file + " is the checkpoint of a training; give the model that is beside it", e);
      }
      throw e;
    }
  }

  /** Says which tensors of a file are not part of the model. */
  public static void noteIgnored(LanguageModelFile model, Path file, CommandSpec command) {
    List<String> names = model.ignored();
    if (!names.isEmpty()) {
      PrintWriter err = command.commandLine().getErr();
      err.println(
          "note: %s has %s not part of the model, ignored: %s"
              .formatted(
                  Text.shown(file),
                  Text.count(names.size(), "tensor"),
                  VisibleText.of(String.join(", ", names))));
      err.flush();
    }
  }

  /** Reads the model for use, on the kernels asked for. */
  public LanguageModel load(CommonOptions common) throws IOException {
    common.check();
    return read().model(common.selection().kernels());
  }
}
