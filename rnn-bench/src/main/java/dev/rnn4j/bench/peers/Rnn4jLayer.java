package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.peers.PeerCase.Layer;
import dev.rnn4j.bench.peers.PeerCase.Ragged;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A recurrent layer by this engine, from h(0) = c(0) = 0, which nothing changes. */
final class Rnn4jLayer implements Rival.Work {
  private final Rnn4jRival.Crew crew;
  private final Parameters gradients;
  private final boolean backward;
  private final DenseInput input;
  private final StackPass pass;
  private final Consumer<Worker> task;

  /** Forward over full sequences. */
  Rnn4jLayer(Layer c, Kernels kernels, Rnn4jRival.Crew crew) {
    this(c, SequenceBatch.full(c.t(), c.b()), PeerData.x(c), null, kernels, crew);
  }

  /** Over sequences of different lengths; padding would be for those who cannot do without. */
  Rnn4jLayer(Ragged c, Kernels kernels, Rnn4jRival.Crew crew) {
    this(
        c.layer(),
        SequenceBatch.of(c.lengths()),
        PeerData.x(c),
        c.gradient() ? PeerData.dh(c) : null,
        kernels,
        crew);
  }

  private Rnn4jLayer(
      Layer c,
      SequenceBatch batch,
      float[] x,
      float @Nullable [] dh,
      Kernels kernels,
      Rnn4jRival.Crew crew) {
    this.crew = crew;
    backward = dh != null;
    StackConfig config = StackConfig.of(c.i(), type(c.cell()), List.of(c.h()), Directions.FORWARD);
    Parameters parameters = parameters(config, PeerData.weights(c));
    gradients = new Parameters(parameters.layout());
    RecurrentStack stack = new RecurrentStack(config, parameters, "", kernels, backward);
    int rows = batch.rows();
    Matrix dx = backward ? Matrix.zeros(rows, c.i()) : null;
    DenseInput dense = new DenseInput(Rnn4jModels.matrix(x, rows, c.i()), dx);
    StackPass passes = stack.newPass(rows, batch.batch(), backward ? gradients : null);
    passes.begin(batch, stack.newState(batch.batch()));
    input = dense;
    pass = passes;
    if (dh == null) {
      task = w -> passes.forward(w, dense);
    } else {
      Matrix gradient = passes.outputGradient();
      task =
          w -> {
            passes.forwardTraining(w, dense, 0L);
            if (w.index() == 0) { // the backward pass overwrites it
              System.arraycopy(dh, 0, gradient.data(), gradient.index(0, 0), dh.length);
            }
            w.barrier();
            passes.backward(w, dense, 0L);
          };
    }
  }

  private static Parameters parameters(StackConfig config, PeerData.LayerWeights from) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    config.declare(layout, "");
    Parameters parameters = new Parameters(layout.build());
    Rnn4jModels.copy(from.ih(), parameters, "weight_ih_l0");
    Rnn4jModels.copy(from.hh(), parameters, "weight_hh_l0");
    Rnn4jModels.copy(from.biasIh(), parameters, "bias_ih_l0");
    Rnn4jModels.copy(from.biasHh(), parameters, "bias_hh_l0");
    return parameters;
  }

  private static CellConfig type(Layer.Cell cell) {
    return switch (cell) {
      case LSTM -> new LstmCell();
      case RNN_TANH -> new ElmanCell(Activation.TANH);
      case GRU -> new GruCell();
    };
  }

  @Override
  public void run() {
    crew.run(task);
  }

  @Override
  public float[] result() {
    float[] h = values(pass.output());
    Matrix dx = input.gradient();
    return dx == null
        ? h
        : Rival.joined(
            h,
            values(dx),
            values(gradients.matrix("weight_ih_l0")),
            values(gradients.matrix("weight_hh_l0")),
            values(gradients.matrix("bias_ih_l0")),
            values(gradients.matrix("bias_hh_l0")));
  }

  private static float[] values(Matrix m) {
    int from = m.index(0, 0);
    return Arrays.copyOfRange(m.data(), from, from + m.rows() * m.cols());
  }

  @Override
  public void close() {
    crew.close();
  }
}
