package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerData.ModelWeights;
import java.nio.file.Path;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Parameters of an LSTM language model.
 *
 * @param encoder embedding (V, H)
 * @param lstm w_ih, w_hh (4H, H) and b_ih, b_hh (4H) of each layer
 * @param decoder (V, H)
 * @param bias of the decoder (V)
 */
record Weights(Tensor encoder, TensorVector lstm, Tensor decoder, Tensor bias) {
  private static final int TENSORS_PER_LAYER = 4;

  static Weights of(ModelWeights weights, int units) {
    int v = weights.decoderBias().length;
    TensorVector lstm = new TensorVector();
    weights.layers().forEach(layer -> Tensors.append(lstm, layer, units, units));
    return new Weights(
        Tensors.of(weights.encoder(), v, units),
        lstm,
        Tensors.of(weights.decoder(), v, units),
        Tensors.of(weights.decoderBias(), v));
  }

  /** All of them, the same tensors. */
  TensorVector all() {
    TensorVector all = new TensorVector(encoder, decoder, bias);
    for (Tensor tensor : lstm.get()) {
      all.push_back(tensor);
    }
    return all;
  }

  /** Writes what torch.save of C++ would. */
  void save(Path file) {
    OutputArchive archive = new OutputArchive();
    archive.write("encoder", encoder);
    archive.write("decoder", decoder);
    archive.write("bias", bias);
    for (long i = 0; i < lstm.size(); i++) {
      archive.write("lstm" + i, lstm.get(i));
    }
    archive.save_to(file.toString());
  }

  /** Reads them back. */
  static Weights load(Path file, int layers) {
    InputArchive archive = new InputArchive();
    archive.load_from(file.toString());
    TensorVector lstm = new TensorVector();
    for (int i = 0; i < layers * TENSORS_PER_LAYER; i++) {
      lstm.push_back(read(archive, "lstm" + i));
    }
    return new Weights(
        read(archive, "encoder"), lstm, read(archive, "decoder"), read(archive, "bias"));
  }

  private static Tensor read(InputArchive archive, String name) {
    Tensor tensor = new Tensor();
    archive.read(name, tensor);
    return tensor;
  }
}
