package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Campaign;
import dev.rnn4j.bench.campaign.Report;
import dev.rnn4j.bench.campaign.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rnn bench}: our kernels against each other, measured by JMH. */
@Command(
    name = "rnn bench",
    sortOptions = false,
    description = {
      "Measure the speed of the kernels and of training: the scalar kernels against the vector"
          + " kernels of every width this machine has. Takes about an hour, with --quick less than"
          + " 3 minutes for a selection of cases; the table comes at the end."
    },
    footer = {
      "",
      "Examples:",
      "  rnn bench --quick --filter 'NN|training'",
      "  rnn bench --shape 64x512x512 --filter 64x512x512 --json results.json --report page",
      "",
      "Of results already measured:",
      "  rnn bench --compare before.json after.json",
      "  rnn bench --from results.json --report page"
    })
final class KernelsCommand extends MeasureCommand {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final int MAX_THREADS = 1024;

  private static final List<String> LEGEND =
      List.of("NN, NT, TN: C (M,N) = A.B, A.B^T, A^T.B of single-precision matrices, as MxNxK");

  private static final String MEMORY =
      "allocated by one call; JMH's own 6 k per iteration are spread over the calls";

  @Option(
      names = "--filter",
      order = 3,
      paramLabel = "REGEX",
      description = "only cases whose name it finds, of all sizes even with --quick")
  @Nullable Pattern filter;

  @Option(
      names = PeersCommand.OPTION,
      order = 11,
      description = "compare with other engines instead; rnn bench --peers --help says more")
  boolean peers;

  @Option(
      names = TuneCommand.OPTION,
      order = 11,
      description =
          "find the best blocking of products on this machine instead; rnn bench --tune --help"
              + " says more")
  boolean tune;

  KernelsCommand(Writer out, PrintStream err) {
    super(out, err);
  }

  @Override
  public boolean run() throws IOException {
    check(MAX_THREADS);
    List<BenchCase> cases = cases();
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      err.println("rnn bench: start Java with --add-modules " + VECTOR_MODULE);
      return false;
    }
    if (smoke) {
      CaseRunner.allowSeveral();
    }
    Effort effort = effort();
    printHeader(Map.of("vectors", Implementation.vectorWidths()), effort.description());
    Results results = new Results(cases, Implementation.SCALAR.toString(), false);
    try {
      boolean complete = measure(cases, effort, results);
      Map<String, Object> method = Map.of("threads", threads, "effort", effort);
      Report report = new Report(results, effort.forks());
      return report(report, report.lines(MEMORY, LEGEND), method) && complete;
    } catch (IllegalStateException e) {
      err.println();
      err.println("rnn bench: " + e.getMessage());
      return false;
    }
  }

  private boolean measure(List<BenchCase> cases, Effort effort, Results results) {
    List<Implementation> implementations =
        smoke ? Implementation.scalarAndPreferred() : Implementation.all();
    Campaign<BenchCase, Implementation> campaign =
        new Campaign<>(results, cases, implementations, err);
    for (BenchCase c : cases) {
      implementations.stream().filter(i -> !c.suits(i)).forEach(i -> campaign.exclude(c, i));
    }
    CaseRunner runner = new CaseRunner(threads);
    campaign.measure(effort.forks(), (c, i) -> runner.run(c, i, effort));
    return !campaign.hasFailed();
  }

  /** {@return how long to measure each case} */
  Effort effort() {
    Effort usual = smoke ? Effort.SMOKE : quick ? Effort.QUICK : Effort.FULL;
    return forks == null ? usual : usual.withForks(forks);
  }

  /** {@return what to measure} */
  List<BenchCase> cases() {
    List<BenchCase> all = smoke ? BenchCases.smoke() : BenchCases.all();
    boolean selected = quick && !smoke && filter == null;
    List<BenchCase> candidates = all.stream().filter(c -> !selected || c.quick()).toList();
    List<BenchCase> cases = withShapes(candidates, BenchCases::products);
    return filter == null ? cases : found("--filter", filter, cases);
  }
}
