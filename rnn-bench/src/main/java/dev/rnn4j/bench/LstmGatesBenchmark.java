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
 * The gates of one LSTM step, forward and backward, on (B, H) units. Both work in place; left to
 * themselves the values would decay to denormal numbers, which take the processor far longer, so
 * they are put back before every call, outside the time measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LstmGatesBenchmark {
  private static final int GATES = 4;

  /** B x H. */
  @Param("20x200")
  public String shape;

  private Matrix gates;
  private Matrix dc;
  private float[] freshGates;
  private float[] freshDc;
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
    Matrix z = engine.matrix(batch, GATES * units);
    Matrix cPrev = engine.matrix(batch, units);
    Matrix c = Matrix.zeros(batch, units);
    Matrix tanhC = engine.matrix(batch, units);
    Matrix h = Matrix.zeros(batch, units);
    Matrix dh = engine.matrix(batch, units);
    Matrix dNext = engine.matrix(batch, units);
    gates = z;
    dc = dNext;
    freshGates = z.data().clone();
    freshDc = dNext.data().clone();
    forward = w -> kernels.lstmForward(w, z, cPrev, c, tanhC, h);
    backward = w -> kernels.lstmBackward(w, z, cPrev, tanhC, dh, dNext);
  }

  /** Puts back what the last call replaced. */
  @Setup(Level.Invocation)
  public void restore() {
    System.arraycopy(freshGates, 0, gates.data(), 0, freshGates.length);
    System.arraycopy(freshDc, 0, dc.data(), 0, freshDc.length);
  }

  /**
   * Forward.
   *
   * @param engine what is measured
   * @return the gates
   */
  @Benchmark
  public Matrix lstmForward(Engine engine) {
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
  public Matrix lstmBackward(Engine engine) {
    engine.run(backward);
    return gates;
  }
}
