package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.OptionValues;
import dev.rnn4j.core.text.VisibleText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Whatever goes wrong becomes one sentence on standard error and an exit code: 2 for a command line
 * that makes no sense, 1 for everything else. {@code --stacktrace} adds where.
 */
public final class Errors {
  private static final String STACKTRACE = "--stacktrace";

  /** Longest sentence: two long paths and what is said about them. */
  private static final int SENTENCE = 10_000;

  private Errors() {}

  /** Runs the command; the handlers below hear of errors too, not only of exceptions. */
  public static int execute(ParseResult parseResult) {
    CommandLine command = parseResult.asCommandLineList().getLast();
    if (!command.isUsageHelpRequested()) {
      OptionValues.requireRanges(command);
    }
    try {
      return new RunLast().execute(parseResult);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
      throw new ExecutionException(command, String.valueOf(e.getMessage()), e);
    }
  }

  public static int handleParameters(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String advice = " (" + Text.launched(name) + " --help shows what it takes)";
    boolean trace = Arrays.asList(args).contains(STACKTRACE);
    report(command, usageMessage(e) + advice, trace ? e : null);
    return ExitCode.USAGE;
  }

  /** Picocli's own sentences speak of types, parameters and indexes. */
  private static String usageMessage(ParameterException e) {
    String own = message(e);
    return switch (e) {
      case UnmatchedArgumentException unmatched when !unmatched.getUnmatched().isEmpty() ->
          unmatchedMessage(unmatched);
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          names(missing.getMissing())
              + (own.startsWith("Missing required option") ? " must be given" : " needs a value");
      case OverwrittenOptionException twice when twice.getOverwritten() != null ->
          name(twice.getOverwritten()) + " is given twice";
      case ParameterException refused
          when refused.getCause() instanceof TypeConversionException refusal
              && refused.getArgSpec() != null ->
          name(refused.getArgSpec()) + " " + refusal.getMessage();
      default -> own;
    };
  }

  private static String unmatchedMessage(UnmatchedArgumentException e) {
    String argument = "\"" + e.getUnmatched().getFirst() + "\"";
    List<String> asValue = optionsWithValue(e);
    List<String> similar = asValue.isEmpty() ? e.getSuggestions() : asValue;
    String hint = similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
    if (e.isUnknownOption()) {
      return "unknown option " + argument + hint;
    }
    boolean isCommand = e.getCommandLine().getParent() == null;
    return (isCommand ? "there is no command " : "unexpected argument ") + argument + hint;
  }

  /** Options that take what is given as an option: {@code --schedule plateau}. */
  private static List<String> optionsWithValue(UnmatchedArgumentException e) {
    String given = e.getUnmatched().getFirst();
    if (!given.startsWith("--")) {
      return List.of();
    }
    String value = given.substring("--".length());
    return e.getCommandLine().getCommandSpec().options().stream()
        .filter(option -> List.of(option.paramLabel().split("\\|", -1)).contains(value))
        .map(option -> option.longestName() + " " + value)
        .toList();
  }

  private static String names(List<ArgSpec> arguments) {
    return arguments.stream().map(Errors::name).collect(Collectors.joining(" and "));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** Results are lost because of {@code reason}; the exit code must tell. */
  public static int lostResults(CommandLine command, String reason, int exitCode) {
    report(command, "standard output cannot be written: " + reason, null);
    return exitCode == ExitCode.OK ? ExitCode.SOFTWARE : exitCode;
  }

  /** The JVM has read other arguments than were typed. */
  public static int garbledArguments(CommandLine command) {
    report(
        command,
        "Java cannot read arguments beyond ASCII in this locale, which may not be installed;"
            + " set LC_ALL=C.UTF-8",
        null);
    return ExitCode.USAGE;
  }

  public static int handleExecution(Exception e, CommandLine command, ParseResult parseResult) {
    Throwable thrown = e;
    while (isWrapper(thrown) && thrown.getCause() != null) {
      thrown = thrown.getCause();
    }
    boolean trace = parseResult.originalArgs().contains(STACKTRACE);
    report(command, message(thrown), trace ? thrown : null);
    return ExitCode.SOFTWARE;
  }

  private static boolean isWrapper(Throwable e) {
    return e instanceof ExecutionException
        || e instanceof ExceptionInInitializerError
        || e instanceof UncheckedIOException;
  }

  private static void report(CommandLine command, String message, @Nullable Throwable trace) {
    command.getOut().flush();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    String sentence = message.strip().replaceAll("\\R\\s*", " ");
    err.println(name + ": " + VisibleText.of(sentence, SENTENCE));
    if (trace != null) {
      StringWriter text = new StringWriter();
      trace.printStackTrace(new PrintWriter(text));
      err.print(VisibleText.lines(text.toString()));
    }
    err.flush();
  }

  private static String message(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return switch (e) {
      case OutOfMemoryError _ -> outOfMemory();
      case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileSystemException other -> message + reasonIfMissing(other);
      case NullPointerException _ -> unexpected(e);
      case IndexOutOfBoundsException _ -> unexpected(e);
      case Error _ -> unexpected(e);
      default -> message.isEmpty() ? unexpected(e) : message;
    };
  }

  private static String reasonIfMissing(FileSystemException e) {
    return e.getReason() == null ? ": " + e.getClass().getSimpleName() : "";
  }

  private static String outOfMemory() {
    long heap = Runtime.getRuntime().maxMemory();
    return "out of memory, Java may use "
        + (heap >> 20)
        + " MB here; "
        + MemoryAdvice.of(2 * heap, MemoryAdvice.machine());
  }

  private static String unexpected(Throwable e) {
    String detail = e.getMessage() == null ? "" : ": " + e.getMessage();
    return "unexpected "
        + e.getClass().getSimpleName()
        + detail
        + "; please report it with what "
        + STACKTRACE
        + " adds";
  }
}
