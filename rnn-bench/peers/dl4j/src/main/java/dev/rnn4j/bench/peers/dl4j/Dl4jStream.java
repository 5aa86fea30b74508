package dev.rnn4j.bench.peers.dl4j;

import dev.rnn4j.bench.peers.PeerCase.Stream;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One token at a time, by the method made for that. */
final class Dl4jStream implements Rival.Work {
  private final MultiLayerNetwork network;
  private final int[] tokens;
  private final INDArray token = Nd4j.create(1, 1);
  private INDArray logits = Nd4j.create(1, 1);
  private int next;

  Dl4jStream(Stream stream, MultiLayerNetwork network) {
    this.network = network;
    tokens = PeerData.tokens(stream);
  }

  /** The model of that case. */
  static MultiLayerNetwork model(Stream c) {
    return Networks.readable(PeerData.weights(c), c.h());
  }

  @Override
  public void run() {
    logits.close();
    token.putScalar(0, tokens[next]);
    next = (next + 1) % tokens.length;
    logits = network.rnnTimeStep(token);
  }

  @Override
  public float[] result() {
    return logits.dup().data().asFloat();
  }
}
