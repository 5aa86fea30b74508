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
 * The gates of one GRU step, forward and backward, on (B, H) units. What they replace is put back
 * before every call, outside the time measured, for the reason {@link LstmGatesBenchmark} gives.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GruGatesBenchmark {
  private static final int GATES = 3;

  /** B x H. */
  @Param("20x200")
  public String shape;

  private Matrix gates;
  private Matrix recurrent;
  private Matrix dhPrev;
  private float[] freshGates;
  private float[] freshRecurrent;
  private float[] freshDhPrev;
  private Consumer<Worker> forward;
  private Consumer<Worker> backward;

  /**
   * Makes the data. The same gates serve both ways: backward takes them for activated ones.
   *
   * @param engine what is measured
   */
  @Setup
  public void prepare(Engine engine) {
    Shape sizes = Shape.of(shape, 2);
    int batch = sizes.size(0);
    int units = sizes.size(1);
    Kernels kernels = engine.kernels();
    Matrix a = engine.matrix(batch, GATES * units);
    Matrix q = engine.matrix(batch, GATES * units);
    Matrix hPrev = engine.matrix(batch, units);
    Matrix h = Matrix.zeros(batch, units);
    Matrix dh = engine.matrix(batch, units);
    Matrix d = engine.matrix(batch, units);
    gates = a;
    recurrent = q;
    dhPrev = d;
    freshGates = a.data().clone();
    freshRecurrent = q.data().clone();
    freshDhPrev = d.data().clone();
    forward = w -> kernels.gruForward(w, a, q, hPrev, h);
    backward = w -> kernels.gruBackward(w, a, q, hPrev, dh, d);
  }

  /** Puts back what the last call replaced. */
  @Setup(Level.Invocation)
  public void restore() {
    System.arraycopy(freshGates, 0, gates.data(), 0, freshGates.length);
    System.arraycopy(freshRecurrent, 0, recurrent.data(), 0, freshRecurrent.length);
    System.arraycopy(freshDhPrev, 0, dhPrev.data(), 0, freshDhPrev.length);
  }

  /**
   * Forward.
   *
   * @param engine what is measured
   * @return the gates
   */
  @Benchmark
  public Matrix gruForward(Engine engine) {
    engine.run(forward);
    return gates;
  }

  /**
   * Backward.
   *
   * @param engine what is measured
   * @return the gradient of the gates
   */
  @Benchmark
  public Matrix gruBackward(Engine engine) {
    engine.run(backward);
    return gates;
  }
}
