package dev.rnn4j.bench;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Softmax over (M, V) logits, and softmax with cross-entropy and its gradient. The latter replaces
 * the logits, so they are put back before every call, outside the time measured; after that they
 * are as near to the processor as after the product that makes them in training.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SoftmaxBenchmark {
  private static final float SPREAD = 4;

  /** M x V. */
  @Param("400x10000")
  public String shape;

  private Matrix logits;
  private Matrix probabilities;
  private float[] fresh;
  private Consumer<Worker> softmax;
  private Consumer<Worker> crossEntropy;

  /**
   * Makes the data.
   *
   * @param engine what is measured
   */
  @Setup
  public void prepare(Engine engine) {
    Shape sizes = Shape.of(shape, 2);
    int rows = sizes.size(0);
    Kernels kernels = engine.kernels();
    Matrix z = engine.matrix(rows, sizes.size(1));
    for (int i = 0; i < z.data().length; i++) {
      z.data()[i] *= SPREAD;
    }
    Matrix p = Matrix.zeros(rows, sizes.size(1));
    int[] targets = engine.indices(rows, sizes.size(1));
    double[] losses = new double[rows];
    logits = z;
    probabilities = p;
    fresh = z.data().clone();
    softmax = w -> kernels.softmax(w, z, p);
    crossEntropy = w -> kernels.softmaxCrossEntropy(w, z, targets, 1f / rows, losses);
  }

  /** Puts back the logits. */
  @Setup(Level.Invocation)
  public void restore() {
    System.arraycopy(fresh, 0, logits.data(), 0, fresh.length);
  }

  /**
   * Probabilities only.
   *
   * @param engine what is measured
   * @return the probabilities
   */
  @Benchmark
  public Matrix softmax(Engine engine) {
    engine.run(softmax);
    return probabilities;
  }

  /**
   * Losses and gradient.
   *
   * @param engine what is measured
   * @return the gradient of the logits
   */
  @Benchmark
  public Matrix softmaxCrossEntropy(Engine engine) {
    engine.run(crossEntropy);
    return logits;
  }
}
