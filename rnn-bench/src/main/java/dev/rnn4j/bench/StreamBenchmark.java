package dev.rnn4j.bench;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
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
 * One token through a character model of one LSTM layer, as a session does it: B = 1, and every
 * weight is read once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamBenchmark {
  private static final int VOCABULARY = 65;
  private static final int GATES = 4;
  private static final int TEXT = 1024;
  private static final float INITIAL_RANGE = 0.1f;

  /** Units of the layer. */
  @Param("1024")
  public int units;

  /** Format of the weights. */
  @Param("FLOAT32")
  public WeightFormat weights;

  private LanguageModelPass pass;
  private RecurrentState state;
  private int[] text;
  private int[] token;
  private int turn;
  private Consumer<Worker> step;

  /**
   * Of the dense products of a token: 2 per weight of the recurrence and the output; the input's
   * product is kept from the first occurrence of a token on.
   */
  static double flops(int units) {
    return 2.0 * units * (GATES * units + VOCABULARY);
  }

  /**
   * Makes the model and the text.
   *
   * @param engine what is measured
   */
  @Setup
  public void prepare(Engine engine) {
    LanguageModelConfig config =
        new LanguageModelConfig(new LstmCell(), VOCABULARY, units, List.of(units), 0f, false);
    Parameters parameters =
        config.newParameters(Initialization.uniform(INITIAL_RANGE), new RandomSource(1));
    LanguageModelNetwork model =
        LanguageModelNetwork.of(config, parameters.in(weights), engine.kernels());
    pass = new LanguageModelPass(model, 1, 1);
    state = model.newState(1);
    text = engine.indices(TEXT, VOCABULARY);
    int[] current = new int[1];
    LanguageModelPass forward = pass;
    token = current;
    step = w -> forward.forward(w, current);
  }

  /**
   * The step.
   *
   * @param engine what is measured
   * @return the logits after it
   */
  @Benchmark
  public float[] step(Engine engine) {
    turn = (turn + 1) % TEXT;
    token[0] = text[turn];
    pass.begin(state);
    engine.run(step);
    pass.end(state);
    return pass.logits().data();
  }
}
