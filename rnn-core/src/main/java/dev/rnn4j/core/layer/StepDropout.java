package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.StepBuffer;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;

/** Dropout where the steps of a batch are computed one after the other: each has its own masks. */
final class StepDropout {
  /** Sites of masks; those between layers follow them. */
  static final int EMBEDDING = 0;

  static final int OUTPUT = 1;
  private static final int LAYERS = 2;

  private final Kernels kernels;
  private float probability;
  private long key;

  StepDropout(Kernels kernels) {
    this.kernels = kernels;
  }

  /** The site above a layer. */
  static int above(int layer) {
    return LAYERS + layer;
  }

  /** Called by worker 0, where a barrier follows. */
  void set(float p, long newKey) {
    probability = p;
    key = newKey;
  }

  /** Whether anything is dropped. */
  boolean drops() {
    return probability > 0;
  }

  /** x, or what dropout leaves of it, in a buffer; all workers have met when this returns. */
  Matrix apply(Worker w, Matrix x, StepBuffer into, int t, int site) {
    if (!drops()) {
      return x;
    }
    apply(w, x, into.step(t), t, site);
    return into.step(t);
  }

  /** Drops elements in place, or of a gradient those of what was dropped. */
  void apply(Worker w, Matrix x, int t, int site) {
    apply(w, x, x, t, site);
  }

  private void apply(Worker w, Matrix x, Matrix y, int t, int site) {
    if (drops()) {
      long mask = RandomSource.derive(RandomSource.derive(key, site), t);
      kernels.dropout(w, x, y, probability, mask);
      w.barrier();
    }
  }
}
