package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Row.Work;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One layer with each option of its cell and each regulariser, to be set beside the plain one:
 * forward as in use, and a step of training, which repacks, runs forward and backward.
 */
final class LayerVariants {
  private static final String PREFIX = "rnn.";
  private static final float P = 0.3f;
  private static final String LSTM = "lstm";

  private LayerVariants() {}

  private static SequencedMap<String, CellConfig> cells(int hidden) {
    SequencedMap<String, CellConfig> cells = new LinkedHashMap<>();
    cells.put(LSTM, new LstmCell());
    cells.put("lstm, projected to half", new LstmCell(hidden / 2, false));
    cells.put("lstm with peepholes", new LstmCell(0, true));
    cells.put("lstm with layer norm", new LstmCell(0, false, true));
    cells.put("gru", new GruCell());
    cells.put("gru, reset before", new GruCell(GruCell.Reset.BEFORE));
    cells.put("gru with layer norm", new GruCell(GruCell.Reset.AFTER, true));
    return cells;
  }

  private static SequencedMap<String, Regularization> regularizers() {
    SequencedMap<String, Regularization> all = new LinkedHashMap<>();
    all.put("dropout", Regularization.dropout(P));
    all.put("locked dropout", dropout(true));
    all.put("recurrent dropout", noise(new RecurrentNoise(P, 0, 0, 0)));
    all.put("weight dropout", noise(new RecurrentNoise(0, P, 0, 0)));
    all.put("zoneout", noise(new RecurrentNoise(0, 0, P, P)));
    all.put("candidate dropout", noise(new RecurrentNoise(0, 0, 0, 0, P)));
    all.put(
        "penalties",
        new Regularization(Dropout.NONE, RecurrentNoise.NONE, new ActivationPenalty(2, 1)));
    return all;
  }

  private static Regularization dropout(boolean locked) {
    Dropout dropout = new Dropout(P, P, P, 0, locked);
    return new Regularization(dropout, RecurrentNoise.NONE, ActivationPenalty.NONE);
  }

  private static Regularization noise(RecurrentNoise noise) {
    return new Regularization(Dropout.NONE, noise, ActivationPenalty.NONE);
  }

  /** Of T steps of B sequences, as wide at the input as at the output. */
  static List<BenchCase> all(int steps, int batch, int hidden) {
    String shape = " %dx%dx%d".formatted(steps, batch, hidden);
    SequenceBatch full = SequenceBatch.full(steps, batch);
    List<BenchCase> cases = new ArrayList<>();
    for (Map.Entry<String, CellConfig> cell : cells(hidden).entrySet()) {
      LayerConfig layer = new LayerConfig(cell.getValue(), hidden);
      StackConfig config = config(hidden, layer, Regularization.NONE);
      cases.add(
          of("forward " + cell.getKey() + shape, full, engine -> forward(engine, config, full)));
      cases.add(of("step " + cell.getKey() + shape, full, engine -> step(engine, config, full)));
    }
    for (Map.Entry<String, Regularization> with : regularizers().entrySet()) {
      LayerConfig layer = new LayerConfig(new LstmCell(), hidden);
      StackConfig config = config(hidden, layer, with.getValue());
      cases.add(
          of("step lstm, " + with.getKey() + shape, full, engine -> step(engine, config, full)));
    }
    return cases;
  }

  private static StackConfig config(int input, LayerConfig layer, Regularization regularization) {
    return new StackConfig(input, List.of(layer), Directions.FORWARD, regularization, false);
  }

  private static BenchCase of(String name, SequenceBatch batch, BenchCase.Maker maker) {
    return new BenchCase("layer " + name, Work.tokens(batch.rows(), 0), false, false, maker);
  }

  private static RecurrentStack stack(Engine engine, StackConfig config, boolean training) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    config.declare(layout, PREFIX);
    Parameters parameters = new Parameters(layout.build());
    config.initialize(parameters, PREFIX, new Initialization(0.1f, 1), new RandomSource(1));
    return new RecurrentStack(config, parameters, PREFIX, engine.kernels(), training);
  }

  private static Operation forward(Engine engine, StackConfig config, SequenceBatch batch) {
    RecurrentStack stack = stack(engine, config, false);
    StackPass pass = stack.newPass(batch.rows(), batch.batch(), null);
    pass.begin(batch, stack.newState(batch.batch()));
    DenseInput x = new DenseInput(engine.matrix(batch.rows(), config.inputSize()));
    return Operation.of(engine.shared(w -> pass.forward(w, x)));
  }

  private static Operation step(Engine engine, StackConfig config, SequenceBatch batch) {
    RecurrentStack stack = stack(engine, config, true);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    config.declare(layout, PREFIX);
    Parameters gradients = new Parameters(layout.build());
    StackPass pass = stack.newPass(batch.rows(), batch.batch(), gradients);
    pass.begin(batch, stack.newState(batch.batch()));
    int width = config.inputSize();
    DenseInput x =
        new DenseInput(engine.matrix(batch.rows(), width), Matrix.zeros(batch.rows(), width));
    float[] above = engine.floats(batch.rows() * config.outputSize());
    return Operation.of(
        engine.shared(w -> {
          stack.repack(w);
          w.barrier();
          pass.forwardTraining(w, x, 1);
          if (w.index() == 0) { // the backward pass overwrites it
            Matrix dy = pass.outputGradient();
            System.arraycopy(above, 0, dy.data(), dy.index(0, 0), above.length);
          }
          w.barrier();
          pass.backward(w, x, 1f, 1);
        }));
  }
}
