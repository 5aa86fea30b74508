package dev.rnn4j.bench.peers.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An LSTM whose backward pass starts from the state that its forward pass did. DL4J's networks
 * carry the state forward, but go back as if it had been zero, although their layers can do better.
 */
final class CarryingLstm extends LSTM {
  private static final long serialVersionUID = 1L;

  private final int steps;

  /**
   * A layer of as many inputs as units.
   *
   * @param steps T
   */
  CarryingLstm(int units, int steps) {
    this.steps = steps;
    setNIn(units);
    setNOut(units);
    setActivationFn(new ActivationTanH());
    setGateActivationFn(new ActivationSigmoid());
    setRnnDataFormat(RNNFormat.NCW);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    Implementation layer = new Implementation(configuration, type, steps);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialize));
    layer.setConf(configuration);
    return layer;
  }

  private static final class Implementation extends org.deeplearning4j.nn.layers.recurrent.LSTM {
    private static final long serialVersionUID = 1L;

    private final int steps;

    Implementation(NeuralNetConfiguration configuration, DataType type, int steps) {
      super(configuration, type);
      this.steps = steps;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      return tbpttBackpropGradient(epsilon, steps, workspaces);
    }
  }
}
