package dev.rnn4j.cli.task;

import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.core.kernel.Workers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rnn eval} of a kind of model. A subclass adds options of its own. */
public abstract class TaskEvaluation implements Callable<Integer> {
  /**
   * What was measured.
   *
   * @param values by name, for programs
   * @param lines the same for people
   */
  public record Result(Map<String, Object> values, List<String> lines) {}

  /** This command. */
  @Spec protected CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = ModelOption.DESCRIPTION)
  private Path model;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** What every command takes that computes. */
  @Mixin protected CommonOptions common;

  private final Surroundings surroundings;

  /**
   * A command that has not been given its options.
   *
   * @param surroundings what it shares with the process
   */
  protected TaskEvaluation(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Measures a model.
   *
   * @param model its file
   * @param context what computes
   */
  protected abstract Result evaluate(Path model, TaskContext context) throws IOException;

  @Override
  public final Integer call() throws IOException {
    common.check();
    PrintWriter out = spec.commandLine().getOut();
    try (Workers workers = common.workers()) {
      TaskContext context =
          new TaskContext(
              common.selection(), workers, surroundings.input(), spec.commandLine().getErr());
      Result result = evaluate(model, context);
      if (json) {
        out.println(JsonOutput.of(result.values()));
      } else {
        result.lines().forEach(out::println);
      }
    }
    return ExitCode.OK;
  }
}
