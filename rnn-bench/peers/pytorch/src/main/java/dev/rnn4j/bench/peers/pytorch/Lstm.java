package dev.rnn4j.bench.peers.pytorch;

import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What torch.nn.LSTM calls: oneDNN's LSTM, or PyTorch's own operators, a few per time step. */
final class Lstm {
  private final int layers;
  private final boolean training;
  private final boolean oneDnn;

  /**
   * Chooses the faster of PyTorch's two ways, for the whole process. oneDNN's reorders the weights
   * in every call, which costs a single step several times what it saves.
   *
   * @param tokens T·B of a call
   */
  Lstm(int layers, int tokens, boolean training) {
    this.layers = layers;
    this.training = training;
    oneDnn = tokens > 1;
    torch.globalContext().setUserEnabledMkldnn(oneDnn);
  }

  /**
   * Layers on top of each other.
   *
   * @param x (T, B, I)
   * @param state h and c, each (L, B, H)
   * @param weights w_ih, w_hh, b_ih, b_hh of each layer
   * @return h of the last layer (T, B, H), and the new h and c (L, B, H)
   */
  T_TensorTensorTensor_T forward(Tensor x, TensorVector state, TensorVector weights) {
    return torch.lstm(x, state, weights, true, layers, 0, training, false, false);
  }

  /** What was chosen. */
  String note() {
    return oneDnn ? "" : "faster without its oneDNN";
  }
}
