package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerCase.Training;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Training as PyTorch's tutorials on language models do it. */
final class TrainingWork implements Rival.Work {
  private static final double CLIP = 5;

  private final int v;
  private final Lstm lstm;
  private final Weights weights;
  private final TensorVector parameters;
  private final State state;
  private final Tensor[] inputs = new Tensor[PeerData.WINDOWS];
  private final Tensor[] targets = new Tensor[PeerData.WINDOWS];
  private final SGD sgd;
  private int window;
  private float lastLoss;

  TrainingWork(Training training) {
    v = training.v();
    int tokens = training.t() * training.b();
    lstm = new Lstm(training.layers(), tokens, true);
    weights = Weights.of(PeerData.weights(training), training.h());
    state = State.zero(training.layers(), training.b(), training.h());
    for (int i = 0; i < PeerData.WINDOWS; i++) {
      inputs[i] = ids(PeerData.inputs(training, i), training.t(), training.b());
      targets[i] = ids(PeerData.targets(training, i), tokens);
    }
    parameters = weights.all();
    for (Tensor parameter : parameters.get()) {
      parameter.set_requires_grad(true);
    }
    sgd = new SGD(parameters, new SGDOptions(training.rate()));
  }

  private static Tensor ids(int[] tokens, long... shape) {
    return Tensor.create(IntStream.of(tokens).asLongStream().toArray(), shape);
  }

  @Override
  public void run() {
    try (PointerScope _ = new PointerScope()) {
      step();
    }
  }

  private void step() {
    Tensor x = torch.embedding(weights.encoder(), inputs[window]);
    T_TensorTensorTensor_T out = lstm.forward(x, state.both(), weights.lstm());
    Tensor logits = torch.linear(out.get0(), weights.decoder(), weights.bias()).view(-1, v);
    Tensor loss = torch.cross_entropy_loss(logits, targets[window]);
    loss.backward();
    torch.clip_grad_norm_(parameters, CLIP);
    sgd.step();
    sgd.zero_grad();
    state.keep(out);
    window = (window + 1) % PeerData.WINDOWS;
    lastLoss = loss.item_float();
  }

  @Override
  public float[] result() {
    return new float[] {lastLoss};
  }
}
