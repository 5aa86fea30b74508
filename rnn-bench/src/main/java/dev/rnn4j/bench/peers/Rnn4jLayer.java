package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.peers.PeerCase.Layer;
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

/** A recurrent layer by this engine. */
final class Rnn4jLayer implements Rival.Work {
  private final Rnn4jRival.Crew crew;
  private final StackPass pass;
  private final int outputs;
  private final Consumer<Worker> task;

  Rnn4jLayer(Layer c, Kernels kernels, Rnn4jRival.Crew crew) {
    this.crew = crew;
    StackConfig config = StackConfig.of(c.i(), type(c.cell()), List.of(c.h()), Directions.FORWARD);
    RecurrentStack stack =
        new RecurrentStack(config, parameters(config, PeerData.weights(c)), "", kernels, false);
    DenseInput x = new DenseInput(Rnn4jModels.matrix(PeerData.x(c), c.t() * c.b(), c.i()));
    StackPass pass = stack.newPass(c.t() * c.b(), c.b(), null);
    pass.begin(SequenceBatch.full(c.t(), c.b()), stack.newState(c.b()));
    this.pass = pass;
    outputs = c.t() * c.b() * c.h();
    task = w -> pass.forward(w, x); // from h(0) = c(0) = 0, which nothing changes
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
  public float[] output(int count) {
    run();
    Matrix h = pass.output();
    int from = h.index(0, 0);
    return Arrays.copyOfRange(h.data(), from, from + outputs);
  }

  @Override
  public void close() {
    crew.close();
  }
}
