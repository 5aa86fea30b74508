package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.StepBuffer;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Dropout where the steps of a batch are computed one after the other: each has its own masks, or
 * locked all of them the same.
 */
final class StepDropout {
  /** Sites of masks; those between layers follow them, and then those within layers. */
  static final int EMBEDDING = 0;

  static final int OUTPUT = 1;
  private static final int LAYERS = 2;
  private static final int WITHIN_LAYERS = LAYERS + StackConfig.MAX_LAYERS;

  private final Kernels kernels;
  private final Dropout config;
  private boolean training;
  private long key;

  StepDropout(Kernels kernels, Dropout config) {
    this.kernels = kernels;
    this.config = config;
  }

  /** The site above a layer. */
  static int above(int layer) {
    return LAYERS + layer;
  }

  /** Names what is drawn within a layer. */
  static long keyWithin(int layer, long key) {
    return RandomSource.derive(key, WITHIN_LAYERS + layer);
  }

  /** Called by worker 0, where a barrier follows. */
  void set(boolean drops, long newKey) {
    training = drops;
    key = newKey;
  }

  private float probability(int site) {
    if (!training) {
      return 0;
    }
    return switch (site) {
      case EMBEDDING -> config.input();
      case OUTPUT -> config.output();
      default -> config.layers();
    };
  }

  /** Whether anything is dropped at a site. */
  boolean drops(int site) {
    return probability(site) > 0;
  }

  /** x, or what dropout leaves of it, in a buffer; all workers have met when this returns. */
  Matrix apply(Worker w, Matrix x, StepBuffer into, int t, int site) {
    if (!drops(site)) {
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
    float p = probability(site);
    if (p > 0) {
      long mask = RandomSource.derive(key, site);
      kernels.dropout(w, x, y, p, config.locked() ? mask : RandomSource.derive(mask, t));
      w.barrier();
    }
  }
}
