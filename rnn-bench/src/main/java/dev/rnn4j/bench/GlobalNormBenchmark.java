package dev.rnn4j.bench;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.train.optim.GlobalNorm;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The norm of all gradients, which clipping asks for at every step. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GlobalNormBenchmark {
  /** Number of gradients. */
  @Param("4600000")
  public int size;

  private double[] norms;
  private Consumer<Worker> task;

  /**
   * Makes the data.
   *
   * @param engine what is measured
   */
  @Setup
  public void prepare(Engine engine) {
    float[] gradient = engine.floats(size);
    GlobalNorm norm = new GlobalNorm(size, engine.kernels());
    double[] perWorker = new double[Engine.threads()];
    norms = perWorker;
    task = w -> perWorker[w.index()] = norm.of(w, gradient);
  }

  /**
   * The norm.
   *
   * @param engine what is measured
   * @return ‖g‖, as each worker got it
   */
  @Benchmark
  public double[] norm(Engine engine) {
    engine.run(task);
    return norms;
  }
}
