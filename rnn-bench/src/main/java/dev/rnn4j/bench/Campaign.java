package dev.rnn4j.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures cases one after the other, with one line of progress each. The implementations take
 * turns, fork by fork, so that what disturbs the machine for a while disturbs them alike.
 */
final class Campaign {
  private final List<BenchCase> cases;
  private final List<Implementation> implementations;
  private final Effort effort;
  private final int threads;
  private final CaseRunner runner;
  private final PrintStream progress;
  private boolean failed;

  Campaign(
      List<BenchCase> cases,
      List<Implementation> implementations,
      Effort effort,
      int threads,
      PrintStream progress) {
    this.cases = cases;
    this.implementations = implementations;
    this.effort = effort;
    this.threads = threads;
    runner = new CaseRunner(threads);
    this.progress = progress;
  }

  /**
   * Measures all cases.
   *
   * @throws RunnerException if another run on this machine has not ended
   */
  List<CaseResult> run() throws RunnerException {
    List<CaseResult> results = new ArrayList<>();
    int width = cases.stream().mapToInt(c -> c.name().length()).max().orElse(1);
    for (BenchCase benchCase : cases) {
      String count = Numbers.format("[%d/%d] ", results.size() + 1, cases.size());
      progress.print(count + benchCase.name() + " ".repeat(width - benchCase.name().length()));
      progress.flush();
      results.add(measure(benchCase));
      progress.println();
    }
    return results;
  }

  /** Whether something could not be measured; the reasons are among the lines of progress. */
  boolean hasFailed() {
    return failed;
  }

  private CaseResult measure(BenchCase benchCase) throws RunnerException {
    Map<Implementation, List<Fork>> forks = new LinkedHashMap<>();
    for (Implementation implementation : implementations) {
      if (benchCase.suits(implementation)) {
        forks.put(implementation, new ArrayList<>());
      }
    }
    for (int round = 0; round < effort.forks(); round++) {
      for (Implementation implementation : List.copyOf(forks.keySet())) {
        if (!addFork(benchCase, implementation, forks)) {
          forks.remove(implementation);
        }
      }
    }
    CaseResult result = new CaseResult(benchCase);
    forks.forEach((implementation, list) -> {
      Work work = benchCase.work(implementation, threads);
      Measurement measurement = new Measurement(work, list);
      result.put(implementation, measurement);
      progress.print("  " + implementation.label() + " " + Numbers.time(measurement.nanos()));
    });
    return result;
  }

  private boolean addFork(
      BenchCase benchCase, Implementation implementation, Map<Implementation, List<Fork>> forks)
      throws RunnerException {
    try {
      Fork fork = runner.run(benchCase, implementation, effort);
      forks.getOrDefault(implementation, new ArrayList<>()).add(fork);
      return true;
    } catch (RunnerException e) {
      if (CaseRunner.isBusy(e)) {
        throw e;
      }
      failed = true;
      progress.print("  " + implementation.label() + " FAILED: " + CaseRunner.reason(e));
      return false;
    }
  }
}
