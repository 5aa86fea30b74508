package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerData.LayerWeights;
import dev.rnn4j.bench.peers.Rival;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** A case with tensors that live as long as it does. */
abstract class TorchWork implements Rival.Work {
  private final Deque<Pointer> owned = new ArrayDeque<>();

  /** Frees it when this case is closed. */
  final <P extends Pointer> P own(P pointer) {
    owned.push(pointer);
    return pointer;
  }

  /** A tensor of that shape with these values, row-major. */
  final Tensor tensor(float[] values, long... shape) {
    return own(Tensor.create(values, shape));
  }

  /** Appends w_ih (GH, I), w_hh (GH, H), b_ih and b_hh (GH). */
  final void append(TensorVector all, LayerWeights weights, int i, int h) {
    long rows = weights.biasIh().length;
    all.push_back(tensor(weights.ih(), rows, i));
    all.push_back(tensor(weights.hh(), rows, h));
    all.push_back(tensor(weights.biasIh(), rows));
    all.push_back(tensor(weights.biasHh(), rows));
  }

  /** A copy of its values in row-major order. */
  static float[] values(Tensor contiguous) {
    FloatBuffer buffer = contiguous.createBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public final void close() {
    owned.forEach(Pointer::close);
    owned.clear();
  }
}
