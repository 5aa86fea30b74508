package dev.rnn4j.bench;

import dev.rnn4j.core.kernel.AdamStep;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
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

/** One update of all parameters. The rate is so small that they stay where they are. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OptimizerBenchmark {
  private static final float RATE = 1e-9f;
  private static final float MOMENTUM = 0.9f;
  private static final AdamStep ADAM = new AdamStep(1f, RATE, 0.9f, 0.999f, 1e-8f, 0.1f, 0.001f);

  /** Number of parameters. */
  @Param("4600000")
  public int size;

  private float[] theta;
  private Consumer<Worker> sgd;
  private Consumer<Worker> sgdMomentum;
  private Consumer<Worker> adam;

  /**
   * Makes the data.
   *
   * @param engine what is measured
   */
  @Setup
  public void prepare(Engine engine) {
    Kernels kernels = engine.kernels();
    float[] parameters = engine.floats(size);
    float[] gradient = engine.floats(size);
    float[] first = new float[size];
    float[] second = new float[size];
    theta = parameters;
    sgd = w -> kernels.sgd(w, parameters, gradient, 1f, RATE);
    sgdMomentum = w -> kernels.sgdMomentum(w, parameters, gradient, first, 1f, RATE, MOMENTUM);
    adam = w -> kernels.adam(w, parameters, gradient, first, second, ADAM);
  }

  /**
   * Plain SGD.
   *
   * @param engine what is measured
   * @return the parameters
   */
  @Benchmark
  public float[] sgd(Engine engine) {
    engine.run(sgd);
    return theta;
  }

  /**
   * SGD with momentum.
   *
   * @param engine what is measured
   * @return the parameters
   */
  @Benchmark
  public float[] sgdMomentum(Engine engine) {
    engine.run(sgdMomentum);
    return theta;
  }

  /**
   * Adam.
   *
   * @param engine what is measured
   * @return the parameters
   */
  @Benchmark
  public float[] adam(Engine engine) {
    engine.run(adam);
    return theta;
  }
}
