package dev.rnn4j.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * {@code rnn bench}: prints results to standard output, progress to standard error. Exit codes: 0,
 * 1 if something could not be measured or written, 2 for a command line that makes no sense.
 */
public final class BenchMain {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;

  private BenchMain() {}

  /**
   * Runs the benchmarks.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.exit(run(List.of(args), out, System.err));
  }

  /** Results that could not be written are a failure, unless it was their reader who left. */
  static int run(List<String> args, OutputStream results, PrintStream err) {
    Writer out = new OutputStreamWriter(results, System.out.charset());
    try {
      int code = run(args, out, err);
      out.flush();
      return code;
    } catch (IOException e) {
      if ("Broken pipe".equals(e.getMessage())) {
        return 0;
      }
      err.println("rnn bench: standard output cannot be written: " + e.getMessage());
      return FAILURE;
    }
  }

  private static BenchCommand command(List<String> args, Writer out, PrintStream err) {
    if (args.stream().anyMatch(FilesCommand::isOwn)) {
      return new FilesCommand(out, err);
    }
    if (args.contains(TuneCommand.OPTION)) {
      return new TuneCommand(out, err);
    }
    return args.contains(PeersCommand.OPTION)
        ? new PeersCommand(out, err)
        : new KernelsCommand(out, err);
  }

  private static int run(List<String> args, Writer out, PrintStream err) throws IOException {
    BenchCommand command = command(args, out, err);
    CommandLine line = new CommandLine(command);
    try {
      line.parseArgs(args.toArray(String[]::new));
      if (line.isUsageHelpRequested()) {
        out.write(line.getUsageMessage());
        return 0;
      }
      return command.run() ? 0 : FAILURE;
    } catch (ParameterException e) {
      err.println("rnn bench: " + e.getMessage() + " (rnn bench --help shows what it takes)");
      return USAGE;
    }
  }
}
