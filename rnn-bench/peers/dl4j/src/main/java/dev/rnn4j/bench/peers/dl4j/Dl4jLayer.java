package dev.rnn4j.bench.peers.dl4j;

import dev.rnn4j.bench.peers.PeerCase.Layer;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.PeerData.LayerWeights;
import dev.rnn4j.bench.peers.Rival;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** The operator lstmLayer, with the gates in PyTorch's order. */
final class Dl4jLayer implements Rival.Work {
  // As the operator numbers them.
  private static final int TIME_BATCH_FEATURES = 0;
  private static final int FORWARD = 0;
  private static final int TANH = 0;
  private static final int SIGMOID = 2;
  private static final double NO_CLIPPING = 0;

  private final INDArray h;
  private final CustomOp operator;

  Dl4jLayer(Layer layer) {
    int[] shape = {layer.t(), layer.b(), layer.i()};
    LayerWeights w = PeerData.weights(layer);
    h = Nd4j.create(layer.t(), layer.b(), layer.h());
    operator =
        DynamicCustomOp.builder("lstmLayer")
            .addInputs(
                Nd4j.create(PeerData.x(layer), shape, 'c'),
                Networks.transposed(w.ih(), layer.i()),
                Networks.transposed(w.hh(), layer.h()),
                Nd4j.createFromArray(w.biasIh()).addi(Nd4j.createFromArray(w.biasHh())),
                Nd4j.create(layer.b(), layer.h()),
                Nd4j.create(layer.b(), layer.h()))
            .addOutputs(h, Nd4j.create(layer.b(), layer.h()), Nd4j.create(layer.b(), layer.h()))
            .addIntegerArguments(TIME_BATCH_FEATURES, FORWARD, SIGMOID, TANH, TANH)
            .addFloatingPointArguments(NO_CLIPPING)
            // Biases, no lengths, initial h and c, no peepholes; all of h, last h and c. The
            // operator of oneDNN works with all of them only.
            .addBooleanArguments(true, false, true, true, false, true, true, true)
            .build();
  }

  @Override
  public void run() {
    Nd4j.exec(operator);
  }

  @Override
  public float[] result() {
    return h.data().asFloat();
  }
}
