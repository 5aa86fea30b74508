package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.Numbers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares engines. First every engine's output of every case is compared with the reference's,
 * which is ours, or the first that can do the case. Then, round by round and case by case, the
 * engines that passed take turns, each in a fresh JVM that has the cores for itself: nothing of
 * another engine spins or lingers, and its memory is its own.
 */
final class PeerCampaign {
  /** A task that an engine is out of. */
  private record Out(PeerTask task, PeerEngine engine) {}

  /** What an engine does when it is its turn. */
  private interface Turn {
    void take(PeerTask task, PeerEngine engine)
        throws RivalFailedException, UnsupportedCaseException;
  }

  private final List<PeerEngine> engines;
  private final PeerEffort effort;
  private final Path scratch;
  private final PeerMeasurer measurer;
  private final PrintStream progress;
  private final PeerResults results;
  private final Set<Out> out = new HashSet<>();
  private Optional<PeerEngine> reference = Optional.empty();
  private boolean failed;

  /**
   * A campaign.
   *
   * @param results receives everything
   * @param engines in the order of their turns
   * @param scratch a folder for outputs
   */
  PeerCampaign(
      PeerResults results,
      List<PeerEngine> engines,
      PeerMeasurer measurer,
      PeerEffort effort,
      Path scratch,
      PrintStream progress) {
    this.results = results;
    this.engines = new ArrayList<>(engines);
    this.measurer = measurer;
    this.effort = effort;
    this.scratch = scratch;
    this.progress = progress;
  }

  /** Whether something went wrong that should not have; the notes say what. */
  boolean hasFailed() {
    return failed;
  }

  /** Compares and measures. */
  void run() {
    List.copyOf(engines).forEach(this::describe);
    for (PeerTask task : results.tasks()) {
      reference = Optional.empty();
      takeTurns("checking " + task.id(), task, this::check);
    }
    for (int round = 1; round <= effort.forks(); round++) {
      measurePeak();
      for (PeerTask task : results.tasks()) {
        takeTurns(
            Numbers.format("[%d/%d] %s", round, effort.forks(), task.id()), task, this::measure);
      }
    }
  }

  /** Takes an engine out altogether if it cannot even be started. */
  private void describe(PeerEngine engine) {
    try {
      results.describe(engine, measurer.describe(engine));
    } catch (UnsupportedCaseException | RivalFailedException e) {
      engines.remove(engine);
      failed |= engine == PeerEngine.RNN4J;
      results.note(engine, "", "skipped: does not run here: " + e.getMessage());
    }
  }

  /** Gives every engine a turn that is not out of the task; whoever fails is, from then on. */
  private void takeTurns(String title, PeerTask task, Turn turn) {
    progress.print(title);
    progress.flush();
    for (PeerEngine engine : engines) {
      if (!out.contains(new Out(task, engine))) {
        takeTurn(task, engine, turn);
      }
      progress.flush();
    }
    progress.println();
  }

  private void takeTurn(PeerTask task, PeerEngine engine, Turn turn) {
    try {
      turn.take(task, engine);
    } catch (UnsupportedCaseException e) {
      drop(task, engine, "cannot: " + e.getMessage());
    } catch (RivalFailedException e) {
      failed = true;
      progress.print("  " + engine.label() + " FAILED: " + e.getMessage());
      drop(task, engine, "failed: " + e.getMessage());
    }
  }

  private void drop(PeerTask task, PeerEngine engine, String reason) {
    out.add(new Out(task, engine));
    results.note(engine, task.id(), reason);
  }

  private void check(PeerTask task, PeerEngine engine)
      throws RivalFailedException, UnsupportedCaseException {
    OutputCheck check = OutputCheck.of(task.peerCase());
    Path file = scratch.resolve(reference.isEmpty() ? "reference.out" : "checked.out");
    String note = measurer.check(task, engine, check.count(), file);
    if (!note.isEmpty()) {
      results.note(engine, task.id(), note);
    }
    if (task.kind() == PeerTask.Kind.STARTUP && !measurer.hasModelFile(engine)) {
      results.note(engine, task.id(), "has no model file: weights are made in memory");
    }
    if (reference.isPresent()) {
      compare(task, engine, check, file);
    } else {
      reference = Optional.of(engine);
      progress.print("  against " + engine.label() + ":");
    }
  }

  private void compare(PeerTask task, PeerEngine engine, OutputCheck check, Path file)
      throws RivalFailedException {
    float[] expected = Protocol.read(scratch.resolve("reference.out"));
    double distance = OutputCheck.distance(task.peerCase(), expected, Protocol.read(file));
    results.distance(task, engine, distance);
    if (!check.passes(distance)) {
      throw new RivalFailedException(check.complaint(distance));
    }
    progress.print(Numbers.format("  %s %.1e", engine.label(), distance));
  }

  private void measure(PeerTask task, PeerEngine engine)
      throws RivalFailedException, UnsupportedCaseException {
    PeerSample sample = measurer.measure(task, engine);
    results.add(task, engine, sample);
    progress.print("  " + engine.label() + " " + Numbers.time(sample.nanos()));
  }

  private void measurePeak() {
    try {
      results.addPeak(measurer.peak());
    } catch (UnsupportedCaseException | RivalFailedException e) {
      failed = true;
      progress.println("the FMA peak could not be measured: " + e.getMessage());
    }
  }
}
