package dev.rnn4j.bench.peers.pytorch;

import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What torch.nn.LSTM calls. */
final class Lstm {
  private Lstm() {}

  /**
   * Layers on top of each other.
   *
   * @param x (T, B, I)
   * @param state h and c, each (L, B, H)
   * @param weights w_ih, w_hh, b_ih, b_hh of each layer
   * @return h of the last layer (T, B, H), and the new h and c
   */
  static T_TensorTensorTensor_T forward(
      Tensor x, TensorVector state, TensorVector weights, int layers, boolean training) {
    return torch.lstm(x, state, weights, true, layers, 0, training, false, false);
  }
}
