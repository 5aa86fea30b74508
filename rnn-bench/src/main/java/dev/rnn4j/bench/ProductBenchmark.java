package dev.rnn4j.bench;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
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

/**
 * C (M, N) = A (M, K) · op(B) (K, N), with B packed beforehand, as the engine does once per update
 * of the parameters.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProductBenchmark {
  /** M x N x K. */
  @Param("20x800x200")
  public String shape;

  /** Whether B is (N, K) and op(B) its transpose. */
  @Param("false")
  public boolean transposed;

  private Matrix c;
  private Consumer<Worker> task;

  /**
   * Makes and packs the data.
   *
   * @param engine what is measured
   */
  @Setup
  public void prepare(Engine engine) {
    Shape sizes = Shape.of(shape, 3);
    int m = sizes.size(0);
    int n = sizes.size(1);
    int k = sizes.size(2);
    Kernels kernels = engine.kernels();
    Matrix a = engine.matrix(m, k);
    PackedWeights b =
        kernels.pack(transposed ? engine.matrix(n, k) : engine.matrix(k, n), transposed);
    Matrix product = Matrix.zeros(m, n);
    c = product;
    task = w -> kernels.multiply(w, a, b, product, false);
  }

  /**
   * The product.
   *
   * @param engine what is measured
   * @return C
   */
  @Benchmark
  public Matrix multiply(Engine engine) {
    engine.run(task);
    return c;
  }
}
