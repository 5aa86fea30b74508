package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerCase.Stream;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One token at a time. */
final class StreamWork implements Rival.Work {
  private final Lstm lstm;
  private final Weights weights;
  private final State state;
  private final int[] tokens;
  private final Tensor embeddings;
  private final Tensor logits;
  private int next;

  StreamWork(Stream stream, Weights weights) {
    lstm = new Lstm(stream.layers(), 1, false);
    this.weights = weights;
    state = State.zero(stream.layers(), 1, stream.h());
    tokens = PeerData.tokens(stream);
    embeddings = weights.encoder().view(stream.v(), 1, 1, stream.h());
    logits = torch.empty(stream.v());
  }

  @Override
  public void run() {
    try (PointerScope _ = new PointerScope();
        AutoGradMode _ = new AutoGradMode(false)) {
      Tensor x = embeddings.select(0, tokens[next]);
      T_TensorTensorTensor_T out = lstm.forward(x, state.both(), weights.lstm());
      torch.addmv_out(logits, weights.bias(), weights.decoder(), out.get0().view(-1));
      state.keep(out);
      next = (next + 1) % tokens.length;
    }
  }

  @Override
  public float[] result() {
    return Tensors.values(logits);
  }

  @Override
  public String note() {
    return lstm.note();
  }
}
