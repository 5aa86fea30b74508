package dev.rnn4j.bench.peers.dl4j;

import dev.rnn4j.bench.peers.PeerData.LayerWeights;
import dev.rnn4j.bench.peers.PeerData.ModelWeights;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Language models as networks of Deeplearning4j. */
final class Networks {
  /** DL4J calls input gate what others call candidate, and the other way round: g f o i. */
  private static final int[] GATES = {2, 1, 3, 0};

  private Networks() {}

  /**
   * Embedding, layers of LSTM, decoder.
   *
   * @param units H
   * @param steps T of the windows it is trained on
   */
  static MultiLayerNetwork trainable(ModelWeights weights, int units, int steps) {
    return filled(weights, units, new CarryingLstm(units, steps), steps, Activation.SOFTMAX);
  }

  /** The same to be read token by token, with logits as its output. */
  static MultiLayerNetwork readable(ModelWeights weights, int units) {
    LSTM lstm =
        new LSTM.Builder()
            .nIn(units)
            .nOut(units)
            .activation(Activation.TANH)
            .gateActivationFunction(Activation.SIGMOID)
            .dataFormat(RNNFormat.NCW)
            .build();
    return filled(weights, units, lstm, 1, Activation.IDENTITY);
  }

  private static MultiLayerNetwork filled(
      ModelWeights weights, int units, LSTM lstm, int steps, Activation output) {
    int v = weights.decoderBias().length;
    int layers = weights.layers().size();
    MultiLayerNetwork network =
        new MultiLayerNetwork(configuration(v, layers, lstm, steps, output));
    network.init();
    network.setParam("0_W", Nd4j.create(weights.encoder(), new int[] {v, units}, 'c'));
    for (int l = 0; l < layers; l++) {
      LayerWeights layer = weights.layers().get(l);
      String prefix = (l + 1) + "_";
      network.setParam(prefix + "W", transposed(reordered(layer.ih()), units));
      network.setParam(prefix + "RW", transposed(reordered(layer.hh()), units));
      INDArray bias = transposed(reordered(layer.biasIh()), 1);
      network.setParam(prefix + "b", bias.addi(transposed(reordered(layer.biasHh()), 1)));
    }
    String prefix = (layers + 1) + "_";
    network.setParam(prefix + "W", transposed(weights.decoder(), units));
    network.setParam(prefix + "b", transposed(weights.decoderBias(), 1));
    return network;
  }

  private static MultiLayerConfiguration configuration(
      int v, int layers, LSTM lstm, int steps, Activation output) {
    long units = lstm.getNOut();
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(
                new EmbeddingSequenceLayer.Builder()
                    .nIn(v)
                    .nOut(units)
                    .hasBias(false)
                    .inferInputLength(true)
                    .outputDataFormat(RNNFormat.NCW)
                    .activation(Activation.IDENTITY)
                    .build());
    for (int l = 0; l < layers; l++) {
      list.layer(lstm); // one configuration does for all
    }
    return list.layer(
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(units)
                .nOut(v)
                .activation(output)
                .dataFormat(RNNFormat.NCW)
                .build())
        .validateOutputLayerConfig(false) // it would ask for probabilities
        .backpropType(BackpropType.TruncatedBPTT)
        .tBPTTLength(steps)
        .build();
  }

  /** From (N, K) row-major to a (K, N) array. */
  static INDArray transposed(float[] values, int k) {
    return Nd4j.create(values, new int[] {values.length / k, k}, 'c').transpose().dup();
  }

  private static float[] reordered(float[] gates) {
    int block = gates.length / GATES.length;
    float[] result = new float[gates.length];
    for (int gate = 0; gate < GATES.length; gate++) {
      System.arraycopy(gates, GATES[gate] * block, result, gate * block, block);
    }
    return result;
  }
}
