package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.peers.PeerCase.Layer;
import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentActivations;
import dev.rnn4j.core.layer.RecurrentLayer;
import dev.rnn4j.core.layer.RecurrentWeights;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.function.Consumer;

/** A recurrent layer by this engine. */
final class Rnn4jLayer implements Rival.Work {
  private final Rnn4jRival.Crew crew;
  private final RecurrentActivations activations;
  private final int outputs;
  private final Consumer<Worker> task;

  Rnn4jLayer(Layer c, Kernels kernels, Rnn4jRival.Crew crew) {
    this.crew = crew;
    CellType type = type(c.cell());
    int rows = c.cell().gates() * c.h();
    PeerData.LayerWeights from = PeerData.weights(c);
    RecurrentWeights weights =
        new RecurrentWeights(
            Rnn4jModels.matrix(from.ih(), rows, c.i()),
            Rnn4jModels.matrix(from.hh(), rows, c.h()),
            Rnn4jModels.matrix(from.biasIh(), 1, rows),
            Rnn4jModels.matrix(from.biasHh(), 1, rows));
    Cell cell = Cell.of(type, Activation.TANH, kernels);
    RecurrentLayer layer = new RecurrentLayer(cell, weights, kernels, WeightFormat.FLOAT32, false);
    Matrix x = Rnn4jModels.matrix(PeerData.x(c), c.t() * c.b(), c.i());
    RecurrentActivations a = new RecurrentActivations(type, c.h(), c.t(), c.b(), false);
    activations = a;
    outputs = c.t() * c.b() * c.h();
    task = w -> layer.forward(w, x, a); // from h(0) = c(0) = 0, which nothing changes
  }

  private static CellType type(Layer.Cell cell) {
    return switch (cell) {
      case LSTM -> CellType.LSTM;
      case RNN_TANH -> CellType.RNN;
      case GRU -> CellType.GRU;
    };
  }

  @Override
  public void run() {
    crew.run(task);
  }

  @Override
  public float[] result() {
    Matrix h = activations.output();
    int from = h.index(0, 0);
    return Arrays.copyOfRange(h.data(), from, from + outputs);
  }

  @Override
  public void close() {
    crew.close();
  }
}
