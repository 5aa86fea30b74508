package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.CandidateDropout;
import dev.rnn4j.core.cell.CellWeights;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The {@link RecurrentNoise} of a layer around the steps of its cell, which know nothing of it but
 * for the dropout of candidates: a step reads h(t-1) with elements dropped, and of what it writes
 * some elements are replaced by those of the step before. All workers call the same methods, and
 * have met when they return.
 */
final class NoisyRecurrence {
  /** Sites of masks. */
  private static final int HIDDEN = 1;

  private static final int WEIGHTS = 2;
  private static final int ZONEOUT_HIDDEN = 3;
  private static final int ZONEOUT_STATE = 4;
  private static final int CANDIDATE = 5;

  private final RecurrentNoise config;
  private final Kernels kernels;
  private final LayerBuffers buffers;
  private final Zoneout hidden;
  private final Zoneout state;
  private final @Nullable DroppedWeights weights;

  private final @Nullable CandidateDropout candidate;

  /** What of the gradient of c(t) goes past a step; null without zoneout of c, and in use. */
  private final @Nullable BatchRows carried;

  /** Of the forward pass; written by worker 0 before a barrier. */
  private boolean drawn;

  private long key;

  NoisyRecurrence(RecurrentLayer layer, LayerBuffers buffers, @Nullable Parameters gradients) {
    config = layer.noise();
    kernels = layer.kernels();
    this.buffers = buffers;
    hidden = new Zoneout(kernels, config.zoneoutHidden());
    state = new Zoneout(kernels, buffers.stateSize() == 0 ? 0f : config.zoneoutState());
    weights =
        gradients != null && config.weights() > 0
            ? new DroppedWeights(layer, config.weights(), gradients)
            : null;
    candidate = gradients != null && config.candidate() > 0 ? buffers.dropCandidates() : null;
    boolean past = gradients != null && state.isSome();
    carried = past ? buffers.newBatchRows(buffers.stateSize()) : null;
    if (gradients != null && config.hidden() > 0) {
      buffers.separateRecurrent();
    }
  }

  /** What computes the steps; the layer's own unless weights are dropped. */
  CellWeights cell(CellWeights own) {
    DroppedWeights dropping = weights;
    return dropping == null ? own : dropping.cell();
  }

  /** Before the steps of a forward pass; for use nothing is drawn. */
  void begin(Worker w, boolean training, long newKey) {
    if (w.index() == 0) {
      drawn = training;
      key = newKey;
      if (candidate != null) {
        float p = training ? config.candidate() : 0f;
        candidate.draw(p, RandomSource.derive(newKey, CANDIDATE));
      }
    }
    w.barrier();
    DroppedWeights dropping = weights;
    if (dropping != null) {
      dropping.draw(w, training, RandomSource.derive(newKey, WEIGHTS));
    }
  }

  /** Whether the last forward pass was one for training. */
  boolean isDrawn() {
    return drawn;
  }

  private long key(int site, int t) {
    return RandomSource.derive(RandomSource.derive(key, site), t);
  }

  /** Before the forward pass of a step. */
  void before(Worker w, int t) {
    if (buffers.isRecurrentSeparate()) {
      float p = drawn ? config.hidden() : 0f; // without any, this is a copy
      long mask = RandomSource.derive(key, HIDDEN);
      kernels.dropout(w, buffers.previous(t), buffers.recurrent(t), p, mask);
      w.barrier();
    }
  }

  /** After the forward pass of a step. */
  void after(Worker w, int t) {
    if (!config.zonesOut()) {
      return;
    }
    if (drawn) {
      hidden.keep(w, buffers.previous(t), buffers.output(t), key(ZONEOUT_HIDDEN, t));
      state.keep(w, buffers.previousState(t), buffers.state(t), key(ZONEOUT_STATE, t));
    } else {
      hidden.expect(w, buffers.previous(t), buffers.output(t));
      state.expect(w, buffers.previousState(t), buffers.state(t));
    }
    w.barrier();
  }

  /** Whether there is anything to do around the steps: dropped weights alone need nothing. */
  private boolean disturbsSteps() {
    return buffers.isRecurrentSeparate() || config.zonesOut();
  }

  /** Before the backward pass of a step. */
  void beforeBackward(Worker w, int t) {
    if (!disturbsSteps()) {
      return;
    }
    if (buffers.isRecurrentSeparate()) {
      Rows.clear(w, buffers.recurrentGradient(t));
    }
    hidden.moveGradient(
        w, buffers.outputGradient(t), buffers.previousGradient(t), key(ZONEOUT_HIDDEN, t), true);
    BatchRows past = carried;
    if (past != null) {
      state.moveGradient(w, buffers.stateGradient(t), past.step(t), key(ZONEOUT_STATE, t), false);
    }
    w.barrier();
  }

  /** After the backward pass of a step. */
  void afterBackward(Worker w, int t) {
    if (!disturbsSteps()) {
      return;
    }
    if (buffers.isRecurrentSeparate()) {
      Matrix d = buffers.recurrentGradient(t);
      kernels.dropout(w, d, d, config.hidden(), RandomSource.derive(key, HIDDEN));
      w.barrier();
      Rows.add(w, d, buffers.previousGradient(t));
    }
    BatchRows past = carried;
    if (past != null) {
      Rows.add(w, past.step(t), buffers.stateGradient(t));
    }
    w.barrier();
  }

  /** After the gradients of the cell's parameters. */
  void parameterGradients(Worker w) {
    DroppedWeights dropping = weights;
    if (dropping != null) {
      w.barrier();
      dropping.backward(w, RandomSource.derive(key, WEIGHTS));
    }
  }
}
