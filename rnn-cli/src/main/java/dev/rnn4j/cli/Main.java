package dev.rnn4j.cli;

import dev.rnn4j.cli.LearningOptions.OptimizerName;
import dev.rnn4j.cli.LearningOptions.ScheduleName;
import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.Vocabulary.Level;
import dev.rnn4j.train.loop.Objective;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
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
    CommandLine commandLine =
        commandLine(stop, System.in)
            .setOut(writer(FileDescriptor.out, false))
            .setErr(writer(FileDescriptor.err, true));
    int exitCode = commandLine.execute(args);
    commandLine.getOut().flush();
    stop.finish(exitCode);
    System.exit(exitCode);
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
        .registerConverter(CellType.class, new Choice<>(CellType.class))
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
    return commandLine;
  }

  /** What the engine logs, which is little, goes to standard error as one line, without a date. */
  private static void makeLogMessagesPlain() {
    System.setProperty("java.util.logging.SimpleFormatter.format", "rnn: %5$s%n");
    System.setProperty("jdk.system.logger.format", "rnn: %5$s%n");
  }

  private static PrintWriter writer(FileDescriptor descriptor, boolean flushLines) {
    BufferedOutputStream stream = new BufferedOutputStream(new FileOutputStream(descriptor));
    return new PrintWriter(new OutputStreamWriter(stream, Terminal.charset()), flushLines);
  }
}
