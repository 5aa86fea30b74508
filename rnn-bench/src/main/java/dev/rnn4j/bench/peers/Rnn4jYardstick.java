package dev.rnn4j.bench.peers;

import dev.rnn4j.core.kernel.Worker;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** What the hardware does without our kernels, on every thread at once: each its own amount. */
final class Rnn4jYardstick implements Rival.Work {
  private final Rnn4jRival.Crew crew;
  private final float[] sums;
  private final ToDoubleFunction<Worker> task;

  private Rnn4jYardstick(Rnn4jRival.Crew crew, int threads, ToDoubleFunction<Worker> task) {
    this.crew = crew;
    this.task = task;
    sums = new float[threads];
  }

  static Rnn4jYardstick peak(Rnn4jRival.Crew crew, int threads) {
    return new Rnn4jYardstick(crew, threads, _ -> FmaPeak.chains());
  }

  /** Each thread reads a part of an array of its own, as often as it takes. */
  static Rnn4jYardstick reads(PeerCase.Reads c, Rnn4jRival.Crew crew, int threads) {
    float[] data = new float[c.shared() ? c.floats() : Math.multiplyExact(c.floats(), threads)];
    Arrays.fill(data, 1e-3f);
    int part = data.length / threads;
    int passes = c.passes() * (c.floats() / part);
    return new Rnn4jYardstick(
        crew,
        threads,
        w -> {
          float sum = 0;
          for (int pass = 0; pass < passes; pass++) {
            sum += ReadBandwidth.sum(data, w.index() * part, (w.index() + 1) * part);
          }
          return sum;
        });
  }

  @Override
  public void run() {
    crew.run(w -> sums[w.index()] = (float) task.applyAsDouble(w));
  }

  @Override
  public float[] result() {
    return sums;
  }

  @Override
  public void close() {
    crew.close();
  }
}
