package dev.rnn4j.bench.peers;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/** A stack by this engine, forward and backward, from given states and gradients. */
final class Rnn4jStack implements Rival.Work {
  private final PeerCase.Stack shape;
  private final Rnn4jRival.Crew crew;
  private final RecurrentStack stack;
  private final Parameters gradients;
  private final SequenceBatch batch;
  private final StackPass pass;
  private final DenseInput input;
  private final RecurrentState state;

  Rnn4jStack(PeerCase.Stack c, Kernels kernels, Rnn4jRival.Crew crew) {
    shape = c;
    this.crew = crew;
    Directions directions = c.both() ? Directions.CONCATENATED : Directions.FORWARD;
    List<Integer> hidden = Collections.nCopies(c.layers(), c.hidden());
    StackConfig config = StackConfig.of(c.inputs(), cell(c), hidden, directions);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    config.declare(layout, "");
    Parameters parameters = new Parameters(layout.build());
    PeerData.parameters(c).forEach(p -> Rnn4jModels.copy(p.values(), parameters, p.name()));
    gradients = new Parameters(parameters.layout());
    stack = new RecurrentStack(config, parameters, "", kernels, true);
    batch = SequenceBatch.of(c.lengths());
    pass = stack.newPass(batch.rows(), batch.batch(), gradients);
    state = stack.newState(batch.batch());
    Matrix x = filled("x", Matrix.zeros(batch.rows(), c.inputs()));
    input = new DenseInput(x, Matrix.zeros(batch.rows(), c.inputs()));
  }

  private static CellConfig cell(PeerCase.Stack c) {
    return switch (c.network()) {
      case RNN_TANH -> new ElmanCell(Activation.TANH);
      case RNN_RELU -> new ElmanCell(Activation.RELU);
      case LSTM -> new LstmCell();
      case LSTM_PROJECTED -> new LstmCell(c.outputs());
      case GRU -> new GruCell();
    };
  }

  private Matrix filled(String name, Matrix into) {
    int count = into.rows() * into.cols();
    into.set(Rnn4jModels.matrix(PeerData.values(shape, name, count), into.rows(), into.cols()));
    return into;
  }

  /** Sets h and c of all layers, from values that stand one after the other. */
  private void fill(String h, String c, RecurrentState into) {
    fill(h, into.layers(), into::hidden);
    if (shape.network().hasCellState()) {
      fill(c, into.layers(), into::cell);
    }
  }

  private void fill(String name, int layers, IntFunction<Matrix> into) {
    int rows = batch.batch();
    int cols = into.apply(0).cols();
    Matrix all =
        Rnn4jModels.matrix(PeerData.values(shape, name, layers * rows * cols), layers * rows, cols);
    for (int i = 0; i < layers; i++) {
      into.apply(i).set(all.rowRange(i * rows, (i + 1) * rows));
    }
  }

  @Override
  public void run() {
    fill("h", "c", state);
    pass.begin(batch, state);
    crew.run(w -> pass.forwardTraining(w, input, 0L));
    pass.end(state);
    filled("dy", pass.outputGradient());
    fill("dh", "dc", pass.finalGradient());
    crew.run(w -> pass.backward(w, input, 0L));
  }

  @Override
  public float[] result() {
    List<Matrix> all = new ArrayList<>(List.of(pass.output()));
    int layers = state.layers();
    add(all, layers, state::hidden, state::cell);
    all.add(Objects.requireNonNull(input.gradient()));
    add(
        all,
        layers,
        i -> pass.layer(i).initialHiddenGradient(),
        i -> pass.layer(i).initialStateGradient());
    PeerData.parameters(shape).forEach(p -> all.add(gradients.matrix(p.name())));
    return Rival.joined(all.stream().map(m -> m.copy().data()).toArray(float[][]::new));
  }

  private void add(List<Matrix> all, int layers, IntFunction<Matrix> h, IntFunction<Matrix> c) {
    for (int i = 0; i < layers; i++) {
      all.add(h.apply(i));
    }
    for (int i = 0; i < layers && shape.network().hasCellState(); i++) {
      all.add(c.apply(i));
    }
  }

  @Override
  public void close() {
    crew.close();
  }
}
