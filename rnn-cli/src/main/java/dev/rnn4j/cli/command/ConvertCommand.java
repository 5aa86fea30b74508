package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.OutputLocks;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.kernel.WeightFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rnn convert}: the same model with its weights in another format. */
@Command(
    name = "convert",
    sortOptions = false,
    header = "Write a model with its weights in another format.",
    description = {
      "",
      "bf16 keeps the upper half of every weight, rounded: half the file, and faster text, one"
          + " token at a time; its perplexity hardly changes. Only f32 can be trained on.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  rnn convert --model model.safetensors --out small.safetensors --weights bf16"
    })
final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = ModelOption.DESCRIPTION)
  private Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The model to write; not the one that is read.")
  private Path out;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "f32|bf16",
      description = "Format of its weights; biases are always f32.")
  private WeightFormat weights;

  @Option(names = "--stacktrace", description = "After an error, show where it happened.")
  boolean stacktrace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public Integer call() throws IOException {
    ModelFile file = ModelOption.readAny(model, spec);
    Outputs.requireOther(out, model);
    Outputs.requireModel(out);
    try (OutputLocks _ = OutputLocks.take(List.of(out), spec.commandLine().getErr())) {
      write(file.withWeights(weights));
    }
    spec.commandLine()
        .getErr()
        .println(
            Text.format(
                "%s written: %s, %s (%s: %s, %s)",
                Text.shown(out),
                weights.label(),
                Text.size(Files.size(out)),
                Text.shown(model),
                file.parameters().format().label(),
                Text.size(Files.size(model))));
    return ExitCode.OK;
  }

  private void write(ModelFile converted) throws IOException {
    try {
      converted.write(out);
    } catch (IllegalArgumentException e) { // such as a weight that rounds to infinity
      throw new CliException(model + ": " + e.getMessage(), e);
    }
  }
}
