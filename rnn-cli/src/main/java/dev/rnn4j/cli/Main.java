package dev.rnn4j.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
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
        commandLine(stop)
            .setOut(writer(FileDescriptor.out, false))
            .setErr(writer(FileDescriptor.err, true));
    int exitCode = commandLine.execute(args);
    commandLine.getOut().flush();
    stop.finish(exitCode);
    System.exit(exitCode);
  }

  /** The whole command line; a caller may redirect its output. */
  static CommandLine commandLine(StopSignal stop) {
    CommandLine commandLine = new CommandLine(new RnnCommand());
    commandLine
        .addSubcommand(new TrainCommand(stop))
        .addSubcommand(new EvalCommand())
        .addSubcommand(new CommandLine.HelpCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
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
