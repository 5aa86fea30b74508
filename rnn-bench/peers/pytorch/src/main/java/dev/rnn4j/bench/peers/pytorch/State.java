package dev.rnn4j.bench.peers.pytorch;

import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What an LSTM carries from call to call.
 *
 * @param h (L, B, H)
 * @param c (L, B, H)
 * @param both h and c
 */
record State(Tensor h, Tensor c, TensorVector both) {
  static State zero(int layers, int b, int units) {
    Tensor h = torch.zeros(layers, b, units);
    Tensor c = torch.zeros(layers, b, units);
    return new State(h, c, new TensorVector(h, c));
  }

  /** Keeps what {@link Lstm#forward} returned; gradients end here. */
  void keep(T_TensorTensorTensor_T output) {
    h.copy_(output.get1().detach());
    c.copy_(output.get2().detach());
  }
}
