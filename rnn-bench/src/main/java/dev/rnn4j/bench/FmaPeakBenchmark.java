package dev.rnn4j.bench;

import dev.rnn4j.core.kernel.Worker;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The most fused multiply-adds that Java gets out of the hardware, with nothing to load or store:
 * ten independent accumulators hide the latency of an FMA (4 or 5 cycles, 2 a cycle). What matrix
 * products are measured against.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FmaPeakBenchmark {
  private static final int ROUNDS = 20_000;
  private static final int ACCUMULATORS = 10;

  /** Keep every accumulator near 1: neither infinite nor denormal numbers. */
  private static final float DECAY = 0.75f;

  private static final float GAIN = 0.25f;

  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(bits()));

  private float[] sums;
  private Consumer<Worker> task;

  private static int bits() {
    return Integer.getInteger(Engine.BITS_PROPERTY, FloatVector.SPECIES_PREFERRED.vectorBitSize());
  }

  /** Floating-point operations of one worker in one call. */
  public static double flops(int bits) {
    return 2.0 * ROUNDS * ACCUMULATORS * bits / Float.SIZE;
  }

  /**
   * Checks the width.
   *
   * @param engine what is measured
   */
  @Setup
  public void prepare(Engine engine) {
    if (!engine.kernels().description().contains(FLOATS.vectorBitSize() + "-bit")) {
      throw new IllegalStateException(
          "the peak of " + FLOATS + " says nothing about " + engine.kernels().description());
    }
    float[] perWorker = new float[Engine.threads()];
    sums = perWorker;
    task = w -> perWorker[w.index()] = chains();
  }

  /**
   * All threads at once.
   *
   * @param engine what is measured
   * @return a sum per worker
   */
  @Benchmark
  public float[] fma(Engine engine) {
    engine.run(task);
    return sums;
  }

  public static float chains() {
    FloatVector m = FloatVector.broadcast(FLOATS, DECAY);
    FloatVector b = FloatVector.broadcast(FLOATS, GAIN);
    FloatVector s0 = FloatVector.broadcast(FLOATS, 0.1f);
    FloatVector s1 = FloatVector.broadcast(FLOATS, 0.2f);
    FloatVector s2 = FloatVector.broadcast(FLOATS, 0.3f);
    FloatVector s3 = FloatVector.broadcast(FLOATS, 0.4f);
    FloatVector s4 = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector s5 = FloatVector.broadcast(FLOATS, 0.6f);
    FloatVector s6 = FloatVector.broadcast(FLOATS, 0.7f);
    FloatVector s7 = FloatVector.broadcast(FLOATS, 0.8f);
    FloatVector s8 = FloatVector.broadcast(FLOATS, 0.9f);
    FloatVector s9 = FloatVector.broadcast(FLOATS, 1.1f);
    for (int i = 0; i < ROUNDS; i++) {
      s0 = s0.fma(m, b);
      s1 = s1.fma(m, b);
      s2 = s2.fma(m, b);
      s3 = s3.fma(m, b);
      s4 = s4.fma(m, b);
      s5 = s5.fma(m, b);
      s6 = s6.fma(m, b);
      s7 = s7.fma(m, b);
      s8 = s8.fma(m, b);
      s9 = s9.fma(m, b);
    }
    FloatVector low = s0.add(s1).add(s2).add(s3).add(s4);
    FloatVector high = s5.add(s6).add(s7).add(s8).add(s9);
    return low.add(high).reduceLanes(VectorOperators.ADD);
  }
}
