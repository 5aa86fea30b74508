package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerCase.Stream;
import dev.rnn4j.bench.peers.PeerData;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One token at a time. */
final class StreamWork extends LanguageModelWork {
  private final Stream stream;
  private final int[] tokens;
  private final Tensor rows;
  private final Tensor logits;
  private int next;

  StreamWork(Stream stream) {
    super(PeerData.weights(stream), stream.h(), 1);
    this.stream = stream;
    tokens = PeerData.tokens(stream);
    rows = own(encoder.view(stream.v(), 1, 1, stream.h()));
    logits = own(torch.empty(stream.v()));
  }

  @Override
  public void run() {
    try (PointerScope scope = new PointerScope();
        AutoGradMode none = new AutoGradMode(false)) {
      Tensor x = rows.select(0, tokens[next++ % PeerData.STREAM_TOKENS]);
      T_TensorTensorTensor_T out = Lstm.forward(x, state, lstm, stream.layers(), false);
      torch.addmv_out(logits, bias, decoder, out.get0().view(-1));
      h.copy_(out.get1());
      c.copy_(out.get2());
    }
  }

  @Override
  public float[] output(int count) {
    float[] all = new float[count * stream.v()];
    for (int i = 0; i < count; i++) {
      run();
      System.arraycopy(values(logits), 0, all, i * stream.v(), stream.v());
    }
    return all;
  }
}
