package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerData.ModelWeights;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The parameters and the state of an LSTM language model. */
abstract class LanguageModelWork extends TorchWork {
  /** Embedding (V, H). */
  final Tensor encoder;

  /** w_ih, w_hh (4H, H) and b_ih, b_hh (4H) of each layer. */
  final TensorVector lstm;

  /** (V, H). */
  final Tensor decoder;

  /** (V). */
  final Tensor bias;

  /** (L, B, H). */
  final Tensor h;

  /** (L, B, H). */
  final Tensor c;

  /** h and c. */
  final TensorVector state;

  LanguageModelWork(ModelWeights weights, int units, int b) {
    int v = weights.decoderBias().length;
    int layers = weights.layers().size();
    encoder = tensor(weights.encoder(), v, units);
    lstm = own(new TensorVector());
    weights.layers().forEach(layer -> append(lstm, layer, units, units));
    decoder = tensor(weights.decoder(), v, units);
    bias = tensor(weights.decoderBias(), v);
    h = own(torch.zeros(layers, b, units));
    c = own(torch.zeros(layers, b, units));
    state = own(new TensorVector(h, c));
  }
}
