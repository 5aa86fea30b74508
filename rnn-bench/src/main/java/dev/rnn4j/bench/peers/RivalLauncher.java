package dev.rnn4j.bench.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the JVMs of rivals: which command, which environment, on which cores. */
final class RivalLauncher {
  /** Inlined into the loop that times them, the chains run at half the peak. */
  private static final List<String> WHOLE_CHAINS =
      List.of(
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=dontinline,dev.rnn4j.bench.FmaPeakBenchmark::chains");

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

  private final int threads;
  private final List<String> pinning;
  private final Path scratch;

  /**
   * A launcher.
   *
   * @param threads of every engine
   * @param scratch a folder for logs
   */
  RivalLauncher(int threads, Path scratch) {
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

  /** A JVM that serves commands. */
  RivalProcess serve(PeerEngine engine, Optional<Path> libraries, PeerTask.Kind kind)
      throws RivalFailedException {
    List<String> jvm = engine.jvmArguments(kind);
    return launch(
        engine.label(), arguments(jvm, libraries, engine.adapter(), List.of()), libraries);
  }

  /** A JVM that reads a token and says so. */
  RivalProcess firstToken(
      PeerEngine engine, Optional<Path> libraries, PeerCase.Stream c, Path model)
      throws RivalFailedException {
    List<String> what =
        List.of(
            String.valueOf(c.v()),
            String.valueOf(c.layers()),
            String.valueOf(c.h()),
            model.toString());
    List<String> jvm = engine.jvmArguments(PeerTask.Kind.STARTUP);
    return launch(engine.label(), arguments(jvm, libraries, engine.adapter(), what), libraries);
  }

  /** A JVM that measures the FMA peak. */
  RivalProcess peak() throws RivalFailedException {
    List<String> jvm = new ArrayList<>(PeerEngine.RNN4J.jvmArguments(PeerTask.Kind.SPEED));
    jvm.addAll(WHOLE_CHAINS);
    List<String> command = arguments(jvm, Optional.empty(), PeakRival.class.getName(), List.of());
    return launch("peak", command, Optional.empty());
  }

  private List<String> arguments(
      List<String> jvm, Optional<Path> libraries, String adapter, List<String> what) {
    List<String> command = new ArrayList<>(pinning);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    String own = System.getProperty("java.class.path");
    command.add("-cp");
    command.add(
        libraries.map(folder -> folder.resolve("*") + File.pathSeparator + own).orElse(own));
    // Native libraries are unpacked beside the jars they come in, and go with them.
    libraries.ifPresent(
        folder -> command.add("-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache")));
    command.add(RivalMain.class.getName());
    command.add(adapter);
    command.add(String.valueOf(threads));
    command.addAll(what);
    return command;
  }

  private RivalProcess launch(String name, List<String> command, Optional<Path> libraries)
      throws RivalFailedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    UNSET.forEach(environment::remove);
    environment.putAll(MALLOC);
    THREAD_VARIABLES.forEach(variable -> environment.put(variable, String.valueOf(threads)));
    libraries.ifPresent(
        folder -> environment.put("DJL_CACHE_DIR", folder.resolve("cache").toString()));
    try {
      return RivalProcess.start(builder, scratch.resolve(name + ".log"));
    } catch (IOException e) {
      throw new RivalFailedException("could not be started: " + e.getMessage());
    }
  }
}
