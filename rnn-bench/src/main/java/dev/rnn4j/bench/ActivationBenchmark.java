package dev.rnn4j.bench;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
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

/** h = f(z), and dz = dh ∘ f'(z), for the three nonlinearities; all matrices (B, H). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ActivationBenchmark {
  /** B x H. */
  @Param("20x200")
  public String shape;

  /** The nonlinearity. */
  @Param("SIGMOID")
  public Activation f;

  private Matrix h;
  private Matrix dz;
  private Consumer<Worker> forward;
  private Consumer<Worker> backward;

  /**
   * Makes the data.
   *
   * @param engine what is measured
   */
  @Setup
  public void prepare(Engine engine) {
    Shape sizes = Shape.of(shape, 2);
    Kernels kernels = engine.kernels();
    Activation function = f;
    Matrix z = engine.matrix(sizes.size(0), sizes.size(1));
    Matrix dh = engine.matrix(sizes.size(0), sizes.size(1));
    Matrix out = Matrix.zeros(sizes.size(0), sizes.size(1));
    Matrix gradient = Matrix.zeros(sizes.size(0), sizes.size(1));
    h = out;
    dz = gradient;
    forward = w -> kernels.activate(w, function, z, out);
    backward = w -> kernels.activateBackward(w, function, out, dh, gradient);
    engine.run(forward);
  }

  /**
   * Forward.
   *
   * @param engine what is measured
   * @return h
   */
  @Benchmark
  public Matrix activate(Engine engine) {
    engine.run(forward);
    return h;
  }

  /**
   * Backward.
   *
   * @param engine what is measured
   * @return dz
   */
  @Benchmark
  public Matrix activateBackward(Engine engine) {
    engine.run(backward);
    return dz;
  }
}
