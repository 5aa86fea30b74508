package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.StandardError;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.StandardOutput;
import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.io.Terminal;
import dev.rnn4j.cli.option.OptionValues;
import dev.rnn4j.cli.option.TaskName;
import dev.rnn4j.cli.report.Errors;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.language.TrainLanguageModel;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

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
        commandLine(stop, in, args).setOut(writer(results, false)).setErr(writer(err, true));
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

  /**
   * The command line; a caller may redirect its output. If {@code args} begin with the name of a
   * command, only that one is built: each costs picocli some milliseconds.
   */
  static CommandLine commandLine(StopSignal stop, InputStream in, String... args) {
    Surroundings surroundings = new Surroundings(stop, new StandardInput(in));
    Map<String, Supplier<Object>> commands = commands(surroundings, List.of(args));
    if (args.length > 0 && commands.containsKey(args[0]) && !args[0].equals("help")) {
      commands.keySet().retainAll(Set.of(args[0]));
    }
    CommandLine commandLine = new CommandLine(new RnnCommand());
    commands.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
    listKinds(commandLine.getSubcommands().get("train"));
    commandLine
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(Errors::execute)
        .setExecutionExceptionHandler(Errors::handleExecution)
        .setParameterExceptionHandler(Errors::handleParameters);
    OptionValues.register(commandLine);
    return commandLine.registerConverter(TaskName.class, new TaskName.Converter(Tasks.names()));
  }

  /** The help of a training says which other kinds there are. */
  private static void listKinds(@Nullable CommandLine training) {
    if (training == null) {
      return;
    }
    UsageMessageSpec usage = training.getCommandSpec().usageMessage();
    List<String> footer = new ArrayList<>(List.of(usage.footer()));
    footer.add("");
    footer.add("Kinds of model for --task: " + String.join(", ", Tasks.names()) + ";");
    footer.add("rnn train --task NAME --help explains each.");
    usage.footer(footer.toArray(String[]::new));
  }

  /** All of them, in the order of the help. */
  private static Map<String, Supplier<Object>> commands(
      Surroundings surroundings, List<String> args) {
    StandardInput in = surroundings.input();
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("train", () -> training(surroundings, args));
    commands.put("eval", () -> evaluation(surroundings, args));
    commands.put("generate", GenerateCommand::new);
    commands.put("score", () -> new ScoreCommand(in));
    commands.put("embed", () -> new EmbedCommand(in));
    commands.put("explain", () -> new ExplainCommand(in));
    for (CliTask task : Tasks.all()) {
      commands.putAll(task.commands(surroundings));
    }
    commands.put("info", InfoCommand::new);
    commands.put("convert", ConvertCommand::new);
    commands.put("gradients", () -> new GradientsCommand(in));
    commands.put("gradcheck", GradcheckCommand::new);
    commands.put("bench", BenchCommand::new);
    commands.put("help", CommandLine.HelpCommand::new);
    return commands;
  }

  private static Object training(Surroundings surroundings, List<String> args) {
    return Tasks.trained(args)
        .<Object>map(task -> task.newTraining(surroundings))
        .orElseGet(() -> new TrainLanguageModel(surroundings));
  }

  private static Object evaluation(Surroundings surroundings, List<String> args) {
    return Tasks.evaluated(args)
        .<Object>map(task -> task.newEvaluation(surroundings))
        .orElseGet(() -> new EvalCommand(surroundings.input()));
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
