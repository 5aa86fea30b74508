package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.Campaign;
import dev.rnn4j.bench.campaign.MeasurementException;
import dev.rnn4j.bench.campaign.Numbers;
import dev.rnn4j.bench.campaign.Results;
import dev.rnn4j.bench.campaign.Sample;
import dev.rnn4j.bench.campaign.Spread;
import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import dev.rnn4j.bench.peers.RivalProcess.Answers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares engines. First every engine's output of every case is compared with the reference's,
 * which is ours, or the first that can do the case. Then the engines that passed are measured.
 */
public final class PeerComparison {
  private static final double BYTES_PER_KILOBYTE = 1024;

  private final Results results;
  private final List<PeerCase> tasks;
  private final PeerEffort effort;
  private final Path scratch;
  private final RivalLauncher launcher;
  private final PrintStream progress;
  private final Set<PeerEngine> engines = EnumSet.of(PeerEngine.RNN4J);
  private Optional<PeerEngine> reference = Optional.empty();
  private boolean failed;

  /**
   * A comparison.
   *
   * @param libraries the rivals, with the folders of their libraries
   * @param scratch a folder for logs, outputs and models
   */
  public PeerComparison(
      List<PeerCase> tasks,
      Map<PeerEngine, Path> libraries,
      PeerEffort effort,
      int threads,
      Path scratch,
      PrintStream progress) {
    this.tasks = List.copyOf(tasks);
    this.effort = effort;
    this.scratch = scratch;
    this.progress = progress;
    engines.addAll(libraries.keySet());
    launcher = new RivalLauncher(libraries, threads, scratch);
    results = new Results(tasks, PeerEngine.RNN4J.toString(), true);
  }

  /** {@return where the engines run} */
  public String pinning() {
    return launcher.description();
  }

  /** {@return what was found out so far} */
  public Results results() {
    return results;
  }

  /** Compares and measures; returns whether all went as it should. */
  public boolean run() {
    List.copyOf(engines).forEach(this::describe);
    Campaign<PeerCase, PeerEngine> campaign =
        new Campaign<>(results, tasks, List.copyOf(engines), progress);
    for (PeerCase task : tasks) {
      if (task.isYardstick()) {
        engines.stream().filter(e -> e != PeerEngine.RNN4J).forEach(e -> campaign.exclude(task, e));
      } else {
        reference = Optional.empty();
        campaign.takeTurns("checking " + task.name(), task, this::check);
      }
    }
    campaign.measure(effort.forks(), this::measure);
    return !failed && !campaign.hasFailed();
  }

  /** Takes an engine out altogether if it cannot even be started. */
  private void describe(PeerEngine engine) {
    try {
      String description = launcher.run(engine, true, "describe").value("description");
      results.describe(engine.toString(), description);
    } catch (UnsupportedCaseException | MeasurementException e) {
      engines.remove(engine);
      failed |= engine == PeerEngine.RNN4J;
      results.note(engine.toString(), "", "skipped: does not run here: " + e.getMessage());
    }
  }

  /** Has an engine compute what is checked, and make what a task needs later. */
  private String check(PeerCase task, PeerEngine engine)
      throws MeasurementException, UnsupportedCaseException {
    OutputCheck check = OutputCheck.of(task.prepared());
    Path expected = scratch.resolve("reference.out");
    Path file = reference.isEmpty() ? expected : scratch.resolve("checked.out");
    List<Object> what = new ArrayList<>(List.of("check", task.name(), check.count(), file));
    if (task instanceof PeerCase.Startup) {
      what.add(model(engine));
    }
    Answers answers = launcher.run(engine, true, what.toArray());
    note(task, engine, answers);
    if (reference.isEmpty()) {
      reference = Optional.of(engine);
      return "against " + engine + ":";
    }
    double distance =
        OutputCheck.distance(task.prepared(), Protocol.read(expected), Protocol.read(file));
    results.distance(task, engine.toString(), distance);
    if (!check.passes(distance)) {
      throw new MeasurementException(check.complaint(distance));
    }
    return Numbers.format("%s %.1e", engine, distance);
  }

  private void note(PeerCase task, PeerEngine engine, Answers answers) throws MeasurementException {
    String note = answers.value("note");
    if (!note.isEmpty()) {
      results.note(engine.toString(), task.name(), note);
    }
    if (task instanceof PeerCase.Startup && !Boolean.parseBoolean(answers.value("saved"))) {
      String text = "has no model file: weights are made in memory";
      results.note(engine.toString(), task.name(), text);
    }
  }

  private Path model(PeerEngine engine) {
    return scratch.resolve(engine + ".model");
  }

  private Sample measure(PeerCase task, PeerEngine engine)
      throws MeasurementException, UnsupportedCaseException {
    return switch (task) {
      case PeerCase.Startup c -> startup(c.model(), engine);
      case PeerCase.WarmUp c -> warmUp(c, engine);
      default -> speed(task, engine);
    };
  }

  private Sample speed(PeerCase task, PeerEngine engine)
      throws MeasurementException, UnsupportedCaseException {
    Answers answers =
        launcher.run(engine, true, "measure", task.name(), effort.quietMillis(), effort.millis());
    double kilobytes = Double.parseDouble(answers.value("kilobytes"));
    return new Sample(
        List.of(Double.valueOf(answers.value("nanos"))),
        task instanceof PeerCase.Training && kilobytes > 0
            ? kilobytes * BYTES_PER_KILOBYTE
            : Double.NaN);
  }

  private Sample startup(PeerCase.Stream c, PeerEngine engine)
      throws MeasurementException, UnsupportedCaseException {
    List<Double> nanos = new ArrayList<>();
    for (int i = 0; i < effort.starts(); i++) {
      Answers answers =
          launcher.run(engine, false, "startup", c.v(), c.layers(), c.h(), model(engine));
      nanos.add((double) answers.nanos());
    }
    return new Sample(List.of(Spread.of(nanos).median()), Double.NaN);
  }

  private Sample warmUp(PeerCase.WarmUp task, PeerEngine engine)
      throws MeasurementException, UnsupportedCaseException {
    Answers answers = launcher.run(engine, false, "trace", task.name(), effort.traceMillis());
    List<Double> nanos =
        Arrays.stream(answers.value("nanos").split(" ", -1)).map(Double::valueOf).toList();
    return new Sample(List.of(Steady.nanosToSpeed(nanos)), Double.NaN);
  }
}
