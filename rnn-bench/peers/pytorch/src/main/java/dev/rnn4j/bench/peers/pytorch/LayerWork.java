package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerCase.Layer;
import dev.rnn4j.bench.peers.PeerData;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What torch.nn.LSTM, GRU and RNN call, without gradients. */
final class LayerWork extends TorchWork {
  private final Layer layer;
  private final Tensor x;
  private final Tensor zero;
  private final TensorVector zeros;
  private final TensorVector weights;

  LayerWork(Layer layer) {
    this.layer = layer;
    x = tensor(PeerData.x(layer), layer.t(), layer.b(), layer.i());
    zero = own(torch.zeros(1, layer.b(), layer.h()));
    zeros = own(new TensorVector(zero, zero));
    weights = own(new TensorVector());
    append(weights, PeerData.weights(layer), layer.i(), layer.h());
  }

  @Override
  public void run() {
    try (PointerScope scope = new PointerScope();
        AutoGradMode none = new AutoGradMode(false)) {
      forward();
    }
  }

  private Tensor forward() {
    return switch (layer.cell()) {
      case LSTM -> Lstm.forward(x, zeros, weights, 1, false).get0();
      case GRU -> torch.gru(x, zero, weights, true, 1, 0, false, false, false).get0();
      case RNN_TANH -> torch.rnn_tanh(x, zero, weights, true, 1, 0, false, false, false).get0();
    };
  }

  @Override
  public float[] output(int count) {
    try (PointerScope scope = new PointerScope()) {
      return values(forward().contiguous());
    }
  }
}
