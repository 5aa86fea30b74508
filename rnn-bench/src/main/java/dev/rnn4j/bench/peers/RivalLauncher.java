package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.MeasurementException;
import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import dev.rnn4j.bench.peers.RivalProcess.Answers;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the JVMs of rivals: which command, which environment, on which cores. Each has its cores for
 * itself: nothing of another engine spins or lingers, and its memory is its own.
 */
final class RivalLauncher {
  /** The slowest engine takes a minute for twenty steps of the largest training. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final List<String> THREAD_VARIABLES =
      List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS");

  /**
   * Large tensors are otherwise returned to the system after every step and page-faulted in again,
   * which costs some engines a fifth of their speed.
   */
  private static final Map<String, String> MALLOC =
      Map.of(
          "MALLOC_MMAP_THRESHOLD_", "1073741824",
          "MALLOC_TRIM_THRESHOLD_", "4294967296",
          "MALLOC_TOP_PAD_", "67108864");

  /** Some machines set them for all programs; OpenBLAS finds better values itself. */
  private static final List<String> UNSET = List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

  private final Map<PeerEngine, Path> libraries;
  private final int threads;
  private final List<String> pinning;
  private final Path scratch;

  /**
   * A launcher.
   *
   * @param libraries the folder with an engine's libraries, if it has one
   * @param threads of every engine
   * @param scratch a folder for logs
   */
  RivalLauncher(Map<PeerEngine, Path> libraries, int threads, Path scratch) {
    this.libraries = Map.copyOf(libraries);
    this.threads = threads;
    this.scratch = scratch;
    pinning = Cores.pinning(threads);
  }

  /** What keeps the engines on their cores, or why nothing does. */
  String description() {
    return pinning.isEmpty()
        ? "not pinned to cores, as there is no taskset"
        : "pinned to " + (threads == 1 ? "core " : "cores ") + pinning.getLast();
  }

  /**
   * Has an engine do what {@link RivalMain} understands.
   *
   * @param warm whether only warm speed matters, not how it comes to it
   */
  Answers run(PeerEngine engine, boolean warm, Object... what)
      throws MeasurementException, UnsupportedCaseException {
    Optional<Path> folder = Optional.ofNullable(libraries.get(engine));
    List<String> command = new ArrayList<>(pinning);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(engine.jvmArguments(warm));
    String own = System.getProperty("java.class.path");
    command.add("-cp");
    command.add(folder.map(f -> f.resolve("*") + File.pathSeparator + own).orElse(own));
    // Native libraries are unpacked beside the jars they come in, and go with them.
    folder.ifPresent(f -> command.add("-Dorg.bytedeco.javacpp.cachedir=" + f.resolve("cache")));
    command.addAll(List.of(RivalMain.class.getName(), engine.adapter(), String.valueOf(threads)));
    for (Object word : what) {
      command.add(word.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    UNSET.forEach(environment::remove);
    environment.putAll(MALLOC);
    THREAD_VARIABLES.forEach(variable -> environment.put(variable, String.valueOf(threads)));
    folder.ifPresent(f -> environment.put("DJL_CACHE_DIR", f.resolve("cache").toString()));
    return RivalProcess.run(builder, scratch.resolve(engine + ".log"), LIMIT);
  }
}
