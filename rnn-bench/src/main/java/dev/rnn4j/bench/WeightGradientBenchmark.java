package dev.rnn4j.bench;

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

/** C (M, N) = Aᵀ · B with A (K, M) and B (K, N): the gradient of weights from K = T·B rows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WeightGradientBenchmark {
  /** M x N x K. */
  @Param("200x800x700")
  public String shape;

  private Matrix c;
  private Consumer<Worker> task;

  /**
   * Makes the data.
   *
   * @param engine what is measured
   */
  @Setup
  public void prepare(Engine engine) {
    Shape sizes = Shape.of(shape, 3);
    Kernels kernels = engine.kernels();
    Matrix a = engine.matrix(sizes.size(2), sizes.size(0));
    Matrix b = engine.matrix(sizes.size(2), sizes.size(1));
    Matrix product = Matrix.zeros(sizes.size(0), sizes.size(1));
    c = product;
    task = w -> kernels.multiplyTransposed(w, a, b, product, false);
  }

  /**
   * The product.
   *
   * @param engine what is measured
   * @return C
   */
  @Benchmark
  public Matrix multiplyTransposed(Engine engine) {
    engine.run(task);
    return c;
  }
}
