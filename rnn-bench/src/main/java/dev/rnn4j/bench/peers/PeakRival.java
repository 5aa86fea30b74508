package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.FmaPeakBenchmark;
import dev.rnn4j.core.kernel.Workers;
import jdk.incubator.vector.FloatVector;

/** No engine, but what the cores could do: the FMA peak of this machine in the same run. */
public final class PeakRival implements Rival {
  private int threads = 1;

  /** What one run does on one thread. */
  static double flops() {
    return FmaPeakBenchmark.flops(FloatVector.SPECIES_PREFERRED.vectorBitSize());
  }

  @Override
  public String description() {
    return "FMA peak";
  }

  @Override
  public void start(int threadCount) {
    threads = threadCount;
  }

  /** The same for every case. */
  @Override
  public Work prepare(PeerCase peerCase) {
    Workers workers = new Workers(threads);
    float[] sums = new float[threads];
    return new Work() {
      @Override
      public void run() {
        workers.run(w -> sums[w.index()] = FmaPeakBenchmark.chains());
      }

      @Override
      public float[] output(int count) {
        return sums;
      }

      @Override
      public void close() {
        workers.close();
      }
    };
  }
}
