package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerCase.Layer;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What torch.nn.LSTM, GRU and RNN call, without gradients. */
final class LayerWork implements Rival.Work {
  private final Layer layer;
  private final Lstm lstm;
  private final Tensor x;
  private final Tensor zero;
  private final TensorVector zeros;
  private final TensorVector weights = new TensorVector();

  LayerWork(Layer layer) {
    this.layer = layer;
    lstm = new Lstm(1, layer.t() * layer.b(), false);
    x = Tensors.of(PeerData.x(layer), layer.t(), layer.b(), layer.i());
    zero = torch.zeros(1, layer.b(), layer.h());
    zeros = new TensorVector(zero, zero);
    Tensors.append(weights, PeerData.weights(layer), layer.i(), layer.h());
  }

  @Override
  public void run() {
    try (PointerScope _ = new PointerScope();
        AutoGradMode _ = new AutoGradMode(false)) {
      forward();
    }
  }

  private Tensor forward() {
    return switch (layer.cell()) {
      case LSTM -> lstm.forward(x, zeros, weights).get0();
      case GRU -> torch.gru(x, zero, weights, true, 1, 0, false, false, false).get0();
      case RNN_TANH -> torch.rnn_tanh(x, zero, weights, true, 1, 0, false, false, false).get0();
    };
  }

  @Override
  public float[] result() {
    try (PointerScope _ = new PointerScope()) {
      return Tensors.values(forward().contiguous());
    }
  }

  @Override
  public String note() {
    return layer.cell() == Layer.Cell.LSTM ? lstm.note() : "";
  }
}
