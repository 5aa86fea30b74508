package dev.rnn4j.bench.peers.dl4j;

import dev.rnn4j.bench.peers.PeerCase.Training;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Truncated back-propagation by the network; clipping and the update by hand, as DL4J clips layer
 * by layer only. Its LSTM has one bias where others have two that always get the same gradient, so
 * that gradient counts twice.
 */
final class Dl4jTraining implements Rival.Work {
  private static final double CLIP = 5;
  private static final double EPSILON = 1e-6;

  private final Training training;
  private final MultiLayerNetwork network;
  private final INDArray[] inputs = new INDArray[PeerData.WINDOWS];
  private final INDArray[] targets = new INDArray[PeerData.WINDOWS];
  private int window;

  Dl4jTraining(Training training) {
    this.training = training;
    network = Networks.trainable(PeerData.weights(training), training.h(), training.t());
    for (int i = 0; i < PeerData.WINDOWS; i++) {
      inputs[i] = ids(PeerData.inputs(training, i));
      targets[i] = oneHot(PeerData.targets(training, i));
    }
  }

  /** (B, T). */
  private INDArray ids(int[] tokens) {
    INDArray ids = Nd4j.create(training.b(), training.t());
    for (int i = 0; i < tokens.length; i++) {
      ids.putScalar(i % training.b(), i / training.b(), tokens[i]);
    }
    return ids;
  }

  /** (B, V, T). */
  private INDArray oneHot(int[] tokens) {
    INDArray labels = Nd4j.create(new int[] {training.b(), training.v(), training.t()}, 'f');
    for (int i = 0; i < tokens.length; i++) {
      labels.putScalar(i % training.b(), tokens[i], i / training.b(), 1);
    }
    return labels;
  }

  @Override
  public void run() {
    network.setInput(inputs[window]);
    network.setLabels(targets[window]);
    network.computeGradientAndScore();
    network.updateRnnStateWithTBPTTState();
    update();
    window = (window + 1) % PeerData.WINDOWS;
  }

  /** The network's gradients are of the sum over all tokens. */
  private void update() {
    double tokens = (double) training.t() * training.b();
    INDArray gradient = network.getFlattenedGradients();
    double squares = square(gradient);
    for (int l = 1; l <= training.layers(); l++) {
      squares += square(bias(l));
    }
    double factor = Math.min(1, CLIP / (Math.sqrt(squares) / tokens + EPSILON));
    double rate = -training.rate() * factor / tokens;
    for (int l = 1; l <= training.layers(); l++) {
      bias(l).muli(2);
    }
    INDArray parameters = network.params();
    parameters.addi(gradient.muli(rate).reshape(parameters.shape()));
  }

  private INDArray bias(int layer) {
    return network.gradient().getGradientFor(layer + "_b");
  }

  private static double square(INDArray values) {
    double norm = values.norm2Number().doubleValue();
    return norm * norm;
  }

  @Override
  public float[] result() {
    return new float[] {(float) (network.score() / training.t())}; // it divides by B only
  }
}
