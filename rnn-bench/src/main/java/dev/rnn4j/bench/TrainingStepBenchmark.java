package dev.rnn4j.bench;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.loop.TrainingStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One step of training an LSTM language model, as the trainer does it: forward, backward, clipping
 * at a norm of 5, SGD, packing the new weights; no dropout. The tokens are random and the windows
 * take turns, so the model learns little and its numbers stay ordinary ones.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TrainingStepBenchmark {
  private static final int WINDOWS = 8;
  private static final double CLIP = 5;
  private static final float RATE = 0.001f;
  private static final float INITIAL_RANGE = 0.1f;

  /** Name of a {@link Network}. */
  @Param("CHAR_128")
  public Network network;

  private LanguageModelNetwork model;
  private LanguageModelPass pass;
  private RecurrentState state;
  private Parameters gradients;
  private List<int[]> windows;
  private int turn;
  private TrainingStep training;
  private Consumer<Worker> step;

  /** Networks that others have been measured with. */
  public enum Network {
    /** V = 10,000, 2 layers of 200, B = 20, T = 35. */
    ZAREMBA_SMALL(10_000, 200, 20, 35),
    /** V = 65, 2 layers of 128, B = 50, T = 50. */
    CHAR_128(65, 128, 50, 50),
    /** So small that a smoke run can afford it. */
    TINY(65, 16, 4, 5);

    private static final int LAYERS = 2;
    private static final int GATES = 4;

    private final int vocabulary;
    private final int units;
    private final int batch;
    private final int steps;

    Network(int vocabulary, int units, int batch, int steps) {
      this.vocabulary = vocabulary;
      this.units = units;
      this.batch = batch;
      this.steps = steps;
    }

    int tokens() {
      return batch * steps;
    }

    /**
     * Of the dense products of a step: 2 per weight and token, once forward and twice backward,
     * whether or not an engine finds a way around some of them.
     */
    double flops() {
      double recurrent = (double) LAYERS * GATES * units * (units + units);
      double decoder = (double) vocabulary * units;
      return 6.0 * tokens() * (recurrent + decoder);
    }

    LanguageModelConfig config() {
      List<Integer> hidden = Collections.nCopies(LAYERS, units);
      return new LanguageModelConfig(new LstmCell(), vocabulary, units, hidden, 0f, false);
    }
  }

  /**
   * Makes the model and the tokens.
   *
   * @param engine what is measured
   */
  @Setup
  public void prepare(Engine engine) {
    LanguageModelConfig config = network.config();
    Parameters parameters =
        config.newParameters(Initialization.uniform(INITIAL_RANGE), new RandomSource(1));
    model = LanguageModelNetwork.trainable(config, parameters, engine.kernels());
    gradients = new Parameters(parameters.layout());
    pass = new LanguageModelPass(model, network.steps, network.batch, gradients);
    state = model.newState(network.batch);
    Optimization sgd = Optimization.sgd(RATE).withClip(CLIP);
    training = new TrainingStep(parameters, gradients, model::repack, sgd, engine.kernels());
    windows = new ArrayList<>();
    for (int i = 0; i < WINDOWS; i++) {
      windows.add(engine.indices(network.tokens(), network.vocabulary));
    }
    step = this::work;
  }

  /**
   * The step.
   *
   * @param engine what is measured
   * @return the summed loss before it
   */
  @Benchmark
  public double step(Engine engine) {
    turn = (turn + 1) % WINDOWS;
    pass.begin(state);
    engine.run(step);
    pass.end(state);
    training.finish(0, turn);
    return pass.totalLoss();
  }

  /** What every worker executes. The targets are the next window: as random as any others. */
  private void work(Worker w) {
    int[] inputs = windows.get(turn);
    int[] targets = windows.get((turn + 1) % WINDOWS);
    pass.forwardTraining(w, inputs, 0L);
    pass.backward(w, inputs, targets, 1f / network.batch, 0L);
    training.update(w, pass.totalLoss(), RATE);
  }
}
