package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Machine;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn bench --tune}: which blocking of products is the fastest on this machine. */
@Command(
    name = "rnn bench --tune",
    sortOptions = false,
    description = {
      "Measure products with other numbers of the vector kernels' blocking, one number after the"
          + " other, and print those that are fastest on this machine. Takes about 10 minutes.",
      "They change no result. "
          + Engine.BLOCKING_PROPERTY
          + " sets them; rnn info prints those in use."
    },
    footer = {"", "Example:", "  rnn bench --tune"})
final class TuneCommand implements BenchCommand {
  static final String OPTION = "--tune";

  private static final int USUAL_FORKS = 5;
  private static final int MAX_FORKS = 100;

  @Option(names = OPTION, order = 0, description = "this command")
  boolean tune;

  @Option(
      names = "--smoke",
      order = 2,
      description = "only show that everything runs; the numbers mean nothing")
  boolean smoke;

  @Option(
      names = "--forks",
      order = 7,
      paramLabel = "N",
      description =
          "fresh JVMs for each number and product (default: 5; one alone may go wrong by half)")
  @Nullable Integer forks;

  @Option(
      names = {"-h", "--help"},
      order = 12,
      usageHelp = true,
      description = "show this help")
  boolean help;

  @Spec CommandSpec spec;

  private final Writer out;
  private final PrintStream err;

  TuneCommand(Writer out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public boolean run() throws IOException {
    if (forks != null && (forks < 1 || forks > MAX_FORKS)) {
      throw new ParameterException(
          spec.commandLine(), "--forks must be 1 to " + MAX_FORKS + ", not " + forks);
    }
    Kernels kernels = KernelSelection.current().kernels();
    if (kernels.tuning().isEmpty()) {
      err.println(
          "rnn bench: the "
              + kernels.name()
              + " kernels have no blocking to tune ("
              + KernelSelection.current().reason()
              + ")");
      return false;
    }
    for (String line : Machine.lines()) {
      print(line);
    }
    print(Machine.line("blocking", kernels.tuning()));
    return search(kernels.tuning());
  }

  private boolean search(String inUse) throws IOException {
    if (smoke) {
      CaseRunner.allowSeveral();
    }
    int usual = smoke ? 1 : USUAL_FORKS;
    Effort effort = (smoke ? Effort.SMOKE : Effort.QUICK).withForks(forks == null ? usual : forks);
    CaseRunner runner = new CaseRunner(1);
    Tuning tuning =
        new Tuning(
            inUse,
            smoke ? Tuning.SMOKE : Tuning.STEPS,
            effort.forks(),
            (product, blocking) -> runner.run(product, blocking, effort),
            err);
    try {
      for (Tuning.Step step : tuning.steps()) {
        for (String line : tuning.take(step)) {
          print(line);
        }
      }
    } catch (IllegalStateException e) {
      err.println();
      err.println("rnn bench: " + e.getMessage());
      return false;
    }
    print("");
    print(tuning.verdict());
    return !tuning.hasFailed();
  }

  private void print(String line) throws IOException {
    out.write(line + System.lineSeparator());
    out.flush();
  }
}
