package dev.rnn4j.bench;

import com.sun.management.ThreadMXBean;
import dev.rnn4j.bench.peers.Rnn4jRival;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;

/**
 * What a forked JVM measures: the kernels named by its system properties, checked to be those, the
 * threads that run them, and seeded data.
 */
final class Engine {
  /** The system property with the number of threads. */
  static final String THREADS_PROPERTY = "dev.rnn4j.bench.threads";

  /** The system property with the vector width, read by the vector kernels. */
  static final String BITS_PROPERTY = "dev.rnn4j.simd.bits";

  /** The system property with changes to the blocking of the vector kernels. */
  static final String BLOCKING_PROPERTY = "dev.rnn4j.simd.blocking";

  /** The system property that keeps the vector kernels from beginning as plain code. */
  static final String WARM_UP_PROPERTY = "dev.rnn4j.simd.warmup";

  /** The system property with the longest time to wait for the compiler. */
  static final String WARMUP_PROPERTY = "dev.rnn4j.bench.warmup";

  /** What a call may allocate once it is compiled: cold vector code allocates every vector. */
  private static final long WARM_BYTES = 10_000;

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long SEED = 20260101;

  private final RandomSource random = new RandomSource(SEED);
  private final Kernels kernels = kernelsAskedFor();
  private final Rnn4jRival rival = new Rnn4jRival();
  private final Rnn4jRival.Crew crew;

  /** Finds the kernels and starts the threads. */
  Engine() {
    rival.start(threads());
    crew = rival.crew();
  }

  /** Ends the threads. */
  void close() {
    crew.close();
  }

  static int threads() {
    return Integer.getInteger(THREADS_PROPERTY, 1);
  }

  /**
   * The kernels under measurement; a benchmark that silently measures others is worse than none.
   */
  private static Kernels kernelsAskedFor() {
    String name = System.getProperty(KernelSelection.PROPERTY, "");
    String bits = System.getProperty(BITS_PROPERTY, "");
    if (name.isEmpty() || (name.equals("simd") && bits.isEmpty())) {
      throw new IllegalStateException(
          "which kernels to measure is not said; start the benchmarks with ./rnn bench, or set "
              + KernelSelection.PROPERTY
              + " to scalar, or to simd together with "
              + BITS_PROPERTY);
    }
    Kernels kernels = KernelSelection.current().kernels();
    boolean wanted =
        kernels.name().equals(name)
            && (name.equals("scalar") || kernels.description().contains(bits + "-bit"));
    if (!wanted) {
      throw new IllegalStateException(
          "asked for " + name + " " + bits + " but got " + kernels.description());
    }
    return kernels;
  }

  Kernels kernels() {
    return kernels;
  }

  /** {@return this engine as it is compared with others} */
  Rnn4jRival rival() {
    return rival;
  }

  /** {@return a call of that task on all threads} */
  Runnable shared(Consumer<Worker> task) {
    return () -> crew.run(task);
  }

  /**
   * Cold vector code is a thousand times slower than warm, too slow for the compiler to take notice
   * of it within warm-up iterations of a fixed time. It is warm when it has stopped allocating.
   */
  void warmUp(Operation operation) {
    ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long limit = Integer.getInteger(WARMUP_PROPERTY, 0) * NANOS_PER_MILLI;
    long start = System.nanoTime();
    long allocated = Long.MAX_VALUE;
    while (allocated > WARM_BYTES && System.nanoTime() - start < limit) {
      operation.restore().run();
      long before = meter.getCurrentThreadAllocatedBytes();
      operation.run().run();
      allocated = meter.getCurrentThreadAllocatedBytes() - before;
    }
  }

  /** A matrix of values in [-1, 1), the same in every run. */
  Matrix matrix(int rows, int cols) {
    return new Matrix(floats(Math.multiplyExact(rows, cols)), 0, rows, cols, cols);
  }

  /** Values in [-1, 1), the same in every run. */
  float[] floats(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  /** Indices in [0, bound), the same in every run. */
  int[] indices(int length, int bound) {
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(bound);
    }
    return values;
  }
}
