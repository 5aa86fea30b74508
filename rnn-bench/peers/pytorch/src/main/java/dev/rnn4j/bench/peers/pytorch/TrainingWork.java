package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerCase.Training;
import dev.rnn4j.bench.peers.PeerData;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The training loop of PyTorch's word language model. */
final class TrainingWork extends LanguageModelWork {
  private static final double CLIP = 5;

  private final Training training;
  private final Tensor[] inputs = new Tensor[PeerData.WINDOWS];
  private final Tensor[] targets = new Tensor[PeerData.WINDOWS];
  private final TensorVector parameters;
  private final SGD sgd;
  private int steps;

  TrainingWork(Training training) {
    super(PeerData.weights(training), training.h(), training.b());
    this.training = training;
    for (int i = 0; i < PeerData.WINDOWS; i++) {
      inputs[i] = ids(PeerData.inputs(training, i), training.t(), training.b());
      targets[i] = ids(PeerData.targets(training, i), (long) training.t() * training.b());
    }
    parameters = own(new TensorVector(encoder, decoder, bias));
    for (Tensor weights : lstm.get()) {
      parameters.push_back(own(weights));
    }
    for (Tensor parameter : parameters.get()) {
      own(parameter).set_requires_grad(true).close();
    }
    try (SGDOptions options = new SGDOptions(training.rate())) {
      sgd = own(new SGD(parameters, options));
    }
  }

  private Tensor ids(int[] tokens, long... shape) {
    return own(Tensor.create(IntStream.of(tokens).asLongStream().toArray(), shape));
  }

  @Override
  public void run() {
    try (PointerScope scope = new PointerScope()) {
      step();
    }
  }

  /** Returns the loss before it. */
  private Tensor step() {
    int window = steps++ % PeerData.WINDOWS;
    Tensor embedded = torch.embedding(encoder, inputs[window]);
    T_TensorTensorTensor_T out = Lstm.forward(embedded, state, lstm, training.layers(), true);
    Tensor logits = torch.linear(out.get0(), decoder, bias).view(-1, training.v());
    Tensor loss = torch.cross_entropy_loss(logits, targets[window]);
    loss.backward();
    torch.clip_grad_norm_(parameters, CLIP);
    sgd.step();
    sgd.zero_grad();
    h.copy_(out.get1().detach());
    c.copy_(out.get2().detach());
    return loss;
  }

  @Override
  public float[] output(int count) {
    float[] losses = new float[count];
    for (int i = 0; i < count; i++) {
      try (PointerScope scope = new PointerScope()) {
        losses[i] = step().item_float();
      }
    }
    return losses;
  }
}
