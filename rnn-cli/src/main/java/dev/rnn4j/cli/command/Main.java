package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.StandardError;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.StandardOutput;
import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.io.Terminal;
import dev.rnn4j.cli.option.CellName;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.LearningOptions.OptimizerName;
import dev.rnn4j.cli.option.LearningOptions.ScheduleName;
import dev.rnn4j.cli.option.OptionValues;
import dev.rnn4j.cli.option.Preset;
import dev.rnn4j.cli.report.Errors;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.model.Objective;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Starts the command line and ends the process with its exit code. */
public final class Main {
  private Main() {}

  /**
   * Runs a command.
   *
   * @param args its name, options and parameters
   */
  public static void main(String[] args) {
    makeLogMessagesPlain();
    StopSignal stop = new StopSignal();
    stop.install();
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    int exitCode = run(args, stop, System.in, out, StandardError.open());
    stop.finish(exitCode);
    System.exit(exitCode);
  }

  /**
   * Runs a command. Results that could not be written are a failure, whatever the command made of
   * it; only who reads no further, as {@code head -1}, wants to hear nothing of it. Messages that
   * could not be written change nothing.
   *
   * @return the exit code
   */
  static int run(
      String[] args, StopSignal stop, InputStream in, OutputStream out, OutputStream err) {
    StandardOutput results = new StandardOutput(out);
    CommandLine commandLine =
        commandLine(stop, in).setOut(writer(results, false)).setErr(writer(err, true));
    int exitCode =
        Arguments.areGarbled(args)
            ? Errors.garbledArguments(commandLine)
            : commandLine.execute(args);
    commandLine.getOut().flush();
    return results
        .loss()
        .map(reason -> Errors.lostResults(commandLine, reason, exitCode))
        .orElse(exitCode);
  }

  /** The whole command line; a caller may redirect its output. */
  static CommandLine commandLine(StopSignal stop, InputStream in) {
    StandardInput standardInput = new StandardInput(in);
    CommandLine commandLine = new CommandLine(new RnnCommand());
    commandLine
        .addSubcommand(new TrainCommand(stop, standardInput))
        .addSubcommand(new EvalCommand(standardInput))
        .addSubcommand(new GenerateCommand())
        .addSubcommand(new ScoreCommand(standardInput))
        .addSubcommand(new InfoCommand())
        .addSubcommand(new ConvertCommand())
        .addSubcommand(new GradcheckCommand())
        .addSubcommand(new BenchCommand())
        .addSubcommand(new CommandLine.HelpCommand())
        .registerConverter(Level.class, new Choice<>(Level.class))
        .registerConverter(CellName.class, new Choice<>(CellName.class))
        .registerConverter(Activation.class, new Choice<>(Activation.class))
        .registerConverter(Objective.class, new Choice<>(Objective.class))
        .registerConverter(Preset.class, new Choice<>(Preset.class))
        .registerConverter(OptimizerName.class, new Choice<>(OptimizerName.class))
        .registerConverter(WeightFormat.class, new Choice<>(WeightFormat.class))
        .registerConverter(ScheduleName.class, new Choice<>(ScheduleName.class))
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(Errors::execute)
        .setExecutionExceptionHandler(Errors::handleExecution)
        .setParameterExceptionHandler(Errors::handleParameters);
    OptionValues.register(commandLine);
    return commandLine;
  }

  /** What the engine logs, which is little, goes to standard error as one line, without a date. */
  private static void makeLogMessagesPlain() {
    System.setProperty("java.util.logging.SimpleFormatter.format", "rnn: %5$s%n");
    System.setProperty("jdk.system.logger.format", "rnn: %5$s%n");
  }

  private static PrintWriter writer(OutputStream stream, boolean flushLines) {
    OutputStream buffered = new BufferedOutputStream(stream);
    return new PrintWriter(new OutputStreamWriter(buffered, Terminal.charset()), flushLines);
  }
}
