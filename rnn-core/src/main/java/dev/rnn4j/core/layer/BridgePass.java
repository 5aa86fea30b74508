package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a {@link Bridge}. The sequences stand in the encoder's order on one
 * side and in the decoder's on the other. The methods that take a {@link Worker} are called by all
 * workers of a run, which have met when they return.
 */
public final class BridgePass {
  private final Kernels kernels;
  private final @Nullable Parameters gradients;
  private final List<Buffers> capacity = new ArrayList<>();
  private final List<Buffers> buffers = new ArrayList<>();
  private int[] places = {};

  /** Of one vector of the state: what it reads (B, I), what it is (B, N), and the gradients. */
  private record Buffers(Bridge.Part part, Matrix x, Matrix y, Matrix dx, Matrix dy) {
    Buffers rows(int batch, boolean training) {
      int trained = training ? batch : 0;
      return new Buffers(
          part,
          x.rowRange(0, batch),
          y.rowRange(0, batch),
          dx.rowRange(0, trained),
          dy.rowRange(0, trained));
    }
  }

  BridgePass(
      Kernels kernels, List<Bridge.Part> parts, int maxBatch, @Nullable Parameters gradients) {
    this.kernels = kernels;
    this.gradients = gradients;
    int trained = gradients == null ? 0 : maxBatch;
    for (Bridge.Part part : parts) {
      int in = part.shape().inputSize();
      int out = part.shape().outputSize();
      capacity.add(
          new Buffers(
              part,
              Matrix.zeros(maxBatch, in),
              Matrix.zeros(maxBatch, out),
              Matrix.zeros(trained, in),
              Matrix.zeros(trained, out)));
    }
  }

  /**
   * Sets the sequences; called by one thread.
   *
   * @param encoderPlaces of each sequence in the decoder's order, where it stands in the encoder's
   */
  public void begin(int[] encoderPlaces) {
    places = encoderPlaces;
    buffers.clear();
    capacity.forEach(all -> buffers.add(all.rows(places.length, gradients != null)));
  }

  /**
   * The initial states.
   *
   * @param w whose share to compute
   * @param from the final states of the encoder, in its order, complete
   * @param into the initial states of the decoder, in its order, overwritten
   */
  public void forward(Worker w, RecurrentState from, RecurrentState into) {
    for (int i = 0; i < buffers.size(); i++) {
      gather(w, from, buffers.get(i));
    }
    w.barrier();
    for (int i = 0; i < buffers.size(); i++) {
      Buffers b = buffers.get(i);
      b.part().weight().affine(w, b.x(), b.part().bias(), b.y());
    }
    w.barrier();
    for (int i = 0; i < buffers.size(); i++) {
      Buffers b = buffers.get(i);
      kernels.activate(w, Activation.TANH, b.y(), b.y());
    }
    w.barrier();
    for (int i = 0; i < buffers.size(); i++) {
      Buffers b = buffers.get(i);
      copyRows(w, b.y(), state(into, b.part().shape().layer(), b.part().shape().cell()));
    }
    w.barrier();
  }

  private static Matrix state(RecurrentState of, int layer, boolean cell) {
    return cell ? of.cell(layer) : of.hidden(layer);
  }

  private static void copyRows(Worker w, Matrix from, Matrix to) {
    for (int b = w.from(from.rows(), 1); b < w.to(from.rows(), 1); b++) {
      Rows.copy(from, b, to, b);
    }
  }

  private static void clear(Worker w, RecurrentState state) {
    for (int l = 0; l < state.layers(); l++) {
      Rows.clear(w, state.hidden(l));
      Rows.clear(w, state.cell(l));
    }
  }

  private void gather(Worker w, RecurrentState from, Buffers into) {
    Bridge.Shape shape = into.part().shape();
    for (int d = 0; d < shape.directions(); d++) {
      Matrix read = state(from, shape.first() + d, shape.readsCell());
      Matrix x = into.x();
      for (int b = w.from(x.rows(), 1); b < w.to(x.rows(), 1); b++) {
        System.arraycopy(
            read.data(),
            read.index(places[b], 0),
            x.data(),
            x.index(b, d * read.cols()),
            read.cols());
      }
    }
  }

  /**
   * The gradients of the parameters and of the final states.
   *
   * @param w whose share to compute
   * @param decoder after its backward pass
   * @param into gradients of the final states of the encoder, overwritten
   */
  public void backward(Worker w, DecoderPass decoder, RecurrentState into) {
    Parameters parameters = gradients;
    if (parameters == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    clear(w, into);
    for (int i = 0; i < buffers.size(); i++) {
      Buffers b = buffers.get(i);
      RecurrentPass layer = decoder.layer(b.part().shape().layer());
      Matrix dy =
          b.part().shape().cell() ? layer.initialStateGradient() : layer.initialHiddenGradient();
      kernels.activateBackward(w, Activation.TANH, b.y(), dy, b.dy());
    }
    w.barrier();
    for (int i = 0; i < buffers.size(); i++) {
      Buffers b = buffers.get(i);
      b.part().weight().backward(w, b.dy(), b.dx(), false);
      b.part().weight().weightGradient(w, b.dy(), b.x(), parameters.matrix(b.part().weightName()));
      kernels.sumColumns(w, b.dy(), parameters.matrix(b.part().biasName()));
    }
    w.barrier();
    for (int i = 0; i < buffers.size(); i++) {
      scatter(w, buffers.get(i), into);
    }
    w.barrier();
  }

  /** Sequences are shared out; several parts may add to the gradient of one state. */
  private void scatter(Worker w, Buffers from, RecurrentState into) {
    Bridge.Shape shape = from.part().shape();
    for (int d = 0; d < shape.directions(); d++) {
      Matrix read = state(into, shape.first() + d, shape.readsCell());
      Matrix dx = from.dx();
      for (int b = w.from(dx.rows(), 1); b < w.to(dx.rows(), 1); b++) {
        int at = dx.index(b, d * read.cols());
        int to = read.index(places[b], 0);
        for (int j = 0; j < read.cols(); j++) {
          read.data()[to + j] += dx.data()[at + j];
        }
      }
    }
  }
}
