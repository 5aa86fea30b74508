package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.Spread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks one engine for one thing, each time in a fresh JVM, and waits for its end. */
final class PeerMeasurer {
  private static final Duration LIMIT = RivalProcess.LIMIT;

  private final Map<PeerEngine, Optional<Path>> libraries;
  private final PeerEffort effort;
  private final int threads;
  private final Path scratch;
  private final RivalLauncher launcher;
  private final Set<PeerEngine> withModelFile = EnumSet.noneOf(PeerEngine.class);

  /**
   * Asks.
   *
   * @param libraries the folder with an engine's libraries, if it has one
   * @param scratch a folder for logs, outputs and models
   */
  PeerMeasurer(
      Map<PeerEngine, Optional<Path>> libraries, PeerEffort effort, int threads, Path scratch) {
    this.libraries = Map.copyOf(libraries);
    this.effort = effort;
    this.threads = threads;
    this.scratch = scratch;
    launcher = new RivalLauncher(threads, scratch);
  }

  /** Where the engines run. */
  String pinning() {
    return launcher.description();
  }

  private Optional<Path> libraries(PeerEngine engine) {
    return libraries.getOrDefault(engine, Optional.empty());
  }

  /** What an engine calls itself. */
  String describe(PeerEngine engine) throws RivalFailedException, UnsupportedCaseException {
    try (RivalProcess process = launcher.serve(engine, libraries(engine), PeerTask.Kind.SPEED)) {
      return process.ask("describe", LIMIT);
    }
  }

  /**
   * Has an engine compute what is checked, and make what a task needs later.
   *
   * @param file receives the output
   * @return what the engine has to say about the case; may be empty
   */
  String check(PeerTask task, PeerEngine engine, int count, Path file)
      throws RivalFailedException, UnsupportedCaseException {
    String id = task.peerCase().id();
    try (RivalProcess process = launcher.serve(engine, libraries(engine), PeerTask.Kind.SPEED)) {
      process.ask("prepare " + id, LIMIT);
      process.ask("check " + count + " " + file, LIMIT);
      if (task.kind() == PeerTask.Kind.STARTUP
          && Boolean.parseBoolean(process.ask("save " + id + " " + model(engine), LIMIT))) {
        withModelFile.add(engine);
      }
      return process.ask("note", LIMIT);
    }
  }

  private Path model(PeerEngine engine) {
    return scratch.resolve(engine.label() + ".model");
  }

  /** Whether startup reads a model file of the engine's own kind. */
  boolean hasModelFile(PeerEngine engine) {
    return withModelFile.contains(engine);
  }

  /** Measures. */
  PeerSample measure(PeerTask task, PeerEngine engine)
      throws RivalFailedException, UnsupportedCaseException {
    return switch (task.kind()) {
      case SPEED -> speed(task, engine);
      case STARTUP -> startup((PeerCase.Stream) task.peerCase(), engine);
      case WARM_UP -> warmUp(task, engine);
    };
  }

  private PeerSample speed(PeerTask task, PeerEngine engine)
      throws RivalFailedException, UnsupportedCaseException {
    try (RivalProcess process = launcher.serve(engine, libraries(engine), PeerTask.Kind.SPEED)) {
      process.ask("prepare " + task.peerCase().id(), LIMIT);
      double nanos = timing(process);
      return new PeerSample(nanos, Long.parseLong(process.ask("memory", LIMIT)));
    }
  }

  private double timing(RivalProcess process)
      throws RivalFailedException, UnsupportedCaseException {
    String answer = process.ask("measure " + effort.quietMillis() + " " + effort.millis(), LIMIT);
    return Double.parseDouble(answer.split(" ", 2)[0]);
  }

  private PeerSample startup(PeerCase.Stream c, PeerEngine engine)
      throws RivalFailedException, UnsupportedCaseException {
    List<Double> nanos = new ArrayList<>();
    for (int i = 0; i < effort.starts(); i++) {
      try (RivalProcess process =
          launcher.firstToken(engine, libraries(engine), c, model(engine))) {
        nanos.add((double) process.nanosToAnswer(LIMIT));
      }
    }
    return new PeerSample(Spread.of(nanos).median(), 0);
  }

  private PeerSample warmUp(PeerTask task, PeerEngine engine)
      throws RivalFailedException, UnsupportedCaseException {
    try (RivalProcess process = launcher.serve(engine, libraries(engine), task.kind())) {
      process.ask("prepare " + task.peerCase().id(), LIMIT);
      String[] nanos = process.ask("trace " + effort.traceMillis(), LIMIT).split(" ", -1);
      return new PeerSample(
          Steady.nanosToSpeed(Arrays.stream(nanos).map(Double::valueOf).toList()), 0);
    }
  }

  /** The FMA peak of the cores, in GFLOP/s. */
  double peak() throws RivalFailedException, UnsupportedCaseException {
    try (RivalProcess process = launcher.peak()) {
      process.ask("prepare " + PeerCases.all().getFirst().id(), LIMIT);
      return threads * PeakRival.flops() / timing(process);
    }
  }
}
