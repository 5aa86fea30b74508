package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerData.LayerWeights;
import java.nio.FloatBuffer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Between arrays and tensors. */
final class Tensors {
  private Tensors() {}

  /** A tensor of that shape with these values, row-major. */
  static Tensor of(float[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  /** Appends w_ih (GH, I), w_hh (GH, H), b_ih and b_hh (GH). */
  static void append(TensorVector all, LayerWeights weights, int i, int h) {
    long rows = weights.biasIh().length;
    all.push_back(of(weights.ih(), rows, i));
    all.push_back(of(weights.hh(), rows, h));
    all.push_back(of(weights.biasIh(), rows));
    all.push_back(of(weights.biasHh(), rows));
  }

  /** A copy of the values of a contiguous tensor, row-major. */
  static float[] values(Tensor contiguous) {
    FloatBuffer buffer = contiguous.createBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
