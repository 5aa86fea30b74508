package dev.rnn4j.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Times one case of {@link BenchCases}, a fork for each, on the kernels the fork is started with.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OperationBenchmark {
  /** Name of the case. */
  @Param("")
  public String name;

  private Engine engine;
  private Operation operation;

  /** Makes the data. */
  @Setup
  public void prepare() {
    engine = new Engine();
    operation = BenchCases.of(name).prepare(engine);
    engine.warmUp(operation);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    engine.close();
  }

  /** The operation. What it computes goes to arrays, so that no compiler can leave it out. */
  @Benchmark
  public void run() {
    operation.run().run();
  }

  void restore() {
    operation.restore().run();
  }

  /** The same for what works in place, put back before every call, outside the time measured. */
  public static class InPlace extends OperationBenchmark {
    /** Puts back what the last call replaced. */
    @Setup(Level.Invocation)
    public void restoreBeforeCall() {
      restore();
    }
  }
}
