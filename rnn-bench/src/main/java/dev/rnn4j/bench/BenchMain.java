package dev.rnn4j.bench;

import dev.rnn4j.bench.peers.PeerMain;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.runner.RunnerException;

/**
 * {@code rnn bench}: runs the benchmarks through JMH and prints one table to standard output;
 * progress goes to standard error. Exit codes: 0, 1 if something could not be measured or written,
 * 2 for a command line that makes no sense.
 */
public final class BenchMain {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final int FAILURE = 1;
  private static final int USAGE = 2;

  private BenchMain() {}

  /**
   * Runs the benchmarks.
   *
   * @param args see {@link BenchOptions#HELP}
   */
  public static void main(String[] args) {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.exit(run(List.of(args), out, System.err));
  }

  /** Results that could not be written are a failure, unless it was their reader who left. */
  static int run(List<String> args, OutputStream results, PrintStream err) {
    StandardOutput remembering = new StandardOutput(results);
    Charset charset = System.out.charset();
    PrintStream out = new PrintStream(new BufferedOutputStream(remembering), false, charset);
    int code = run(args, out, err);
    out.flush();
    Optional<String> loss = remembering.loss();
    loss.ifPresent(
        reason -> err.println("rnn bench: standard output cannot be written: " + reason));
    return loss.isPresent() && code == 0 ? FAILURE : code;
  }

  private static int run(List<String> args, PrintStream out, PrintStream err) {
    try {
      if (args.contains(PeerMain.OPTION)) {
        return PeerMain.run(args, out, err) ? 0 : FAILURE;
      }
      BenchOptions options = BenchOptions.parse(args);
      if (options.help()) {
        out.print(BenchOptions.HELP);
        return 0;
      }
      if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
        err.println("rnn bench: start Java with --add-modules " + VECTOR_MODULE);
        return FAILURE;
      }
      return measure(options, out, err);
    } catch (UsageException e) {
      err.println("rnn bench: " + e.getMessage() + " (rnn bench --help shows what it takes)");
      return USAGE;
    } catch (RunnerException e) {
      err.println();
      err.println(
          "rnn bench: another benchmark run is under way on this machine, they would spoil each"
              + " other; wait for its end (JMH says: "
              + e.getMessage()
              + ")");
      return FAILURE;
    }
  }

  private static int measure(BenchOptions options, PrintStream out, PrintStream err)
      throws UsageException, RunnerException {
    if (options.smoke()) {
      // Nothing is measured, so two such runs at a time do no harm.
      System.setProperty("jmh.ignoreLock", "true");
    }
    List<BenchCase> cases = options.cases();
    List<Implementation> implementations = options.implementations();
    Effort effort = options.effort();
    header(options, effort).forEach(out::println);
    out.flush();
    Campaign campaign = new Campaign(cases, implementations, effort, options.threads(), err);
    List<CaseResult> results = campaign.run();
    new Report(implementations, results, effort.forks()).lines().forEach(out::println);
    String json = JsonReport.text(options.threads(), effort, results);
    boolean written = write(options.json(), json, err);
    return campaign.hasFailed() || !written ? FAILURE : 0;
  }

  private static List<String> header(BenchOptions options, Effort effort) {
    int threads = options.threads();
    return List.of(
        "machine  "
            + Machine.processor()
            + ", "
            + Machine.cores()
            + " cores, "
            + Machine.operatingSystem(),
        "java     " + Machine.java(),
        "vectors  " + Implementation.vectorWidths(),
        "method   "
            + (threads == 1 ? "1 thread; " : threads + " threads; ")
            + (options.smoke() ? "a smoke run, the numbers mean nothing" : effort.description()),
        "");
  }

  private static boolean write(Optional<Path> file, String json, PrintStream err) {
    if (file.isEmpty()) {
      return true;
    }
    try {
      Files.writeString(file.get(), json);
      return true;
    } catch (IOException e) {
      err.println("rnn bench: " + file.get() + " could not be written: " + e.getMessage());
      return false;
    }
  }
}
