package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;

/**
 * Applies {@link GradientCheck} to a language model: to every parameter and to the initial state.
 */
public final class LanguageModelGradientCheck {
  private static final float RANGE = 0.5f;

  /** Names the draws of gains. */
  private static final long GAINS = 1;

  /** Limits the range so that wide layers neither explode nor saturate. */
  private static final double GAIN = 1.5;

  private final LanguageModelNetwork model;
  private final LanguageModelPass pass;
  private final Parameters gradients;
  private final RecurrentState state;
  private final Worker worker = Worker.solo();
  private final int[] inputs;
  private final int[] targets;
  private final long dropoutKey;

  /** Whether the window begins with what the model learns, not with a state that is given. */
  private final boolean atStart;

  /**
   * A model, a window and a state drawn from a seed.
   *
   * @param config the architecture, dropout included
   * @param steps T
   * @param batch B
   * @param seed of the parameters, the tokens, the state and the dropout
   * @param kernels the arithmetic
   */
  public LanguageModelGradientCheck(
      LanguageModelConfig config, int steps, int batch, long seed, Kernels kernels) {
    RandomSource random = new RandomSource(seed);
    int widest = config.hiddenSizes().stream().reduce(config.embeddingSize(), Math::max);
    float range = (float) Math.min(RANGE, GAIN / Math.sqrt(widest));
    Parameters parameters = config.newParameters(Initialization.uniform(range), random);
    spreadGains(parameters, new RandomSource(RandomSource.derive(seed, GAINS)));
    model = LanguageModelNetwork.trainable(config, parameters, kernels);
    gradients = new Parameters(parameters.layout());
    pass = new LanguageModelPass(model, steps, batch, gradients);
    state = model.newState(batch);
    for (int l = 0; l < state.layers(); l++) {
      Initializers.uniform(state.hidden(l), RANGE, random);
      Initializers.uniform(state.cell(l), RANGE, random);
    }
    inputs = tokens(steps * batch, random);
    targets = tokens(steps * batch, random);
    dropoutKey = random.nextLong();
    atStart = config.learnedStart();
  }

  /** Gains begin with 1 everywhere, where a gradient that lacks them is right. */
  private static void spreadGains(Parameters parameters, RandomSource random) {
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      Matrix m = parameters.matrix(entry.name());
      float[] values = LiveValues.copy(m);
      boolean ones = true;
      for (float value : values) {
        ones &= value == 1;
      }
      if (ones) {
        Initializers.uniform(m, RANGE, random);
        for (int j = 0; j < m.cols(); j++) {
          m.set(0, j, 1 + m.get(0, j));
        }
      }
    }
  }

  /** Some of the steps of a window, begun with a state that is given. */
  private LanguageModelGradientCheck(
      LanguageModelGradientCheck whole, int from, int to, RecurrentState start) {
    int batch = whole.pass.full().batch();
    model = whole.model;
    gradients = whole.gradients;
    dropoutKey = whole.dropoutKey;
    inputs = Arrays.copyOfRange(whole.inputs, from * batch, to * batch);
    targets = Arrays.copyOfRange(whole.targets, from * batch, to * batch);
    state = start;
    atStart = false;
    pass = new LanguageModelPass(model, to - from, batch, gradients);
  }

  /** The last steps, begun with the state that those before leave. */
  private LanguageModelGradientCheck lastSteps(int count) {
    int steps = pass.full().steps();
    LanguageModelGradientCheck before =
        new LanguageModelGradientCheck(this, 0, steps - count, state);
    return new LanguageModelGradientCheck(this, steps - count, steps, before.end());
  }

  /**
   * Windows of equal length, each begun with the state that the one before leaves. They share
   * parameters and gradients.
   */
  List<LanguageModelGradientCheck> windows(int count) {
    int steps = pass.full().steps() / count;
    List<LanguageModelGradientCheck> windows = new ArrayList<>();
    RecurrentState start = state;
    for (int w = 0; w < count; w++) {
      LanguageModelGradientCheck window =
          new LanguageModelGradientCheck(this, w * steps, (w + 1) * steps, start);
      windows.add(window);
      start = window.end();
    }
    return windows;
  }

  private RecurrentState end() {
    RecurrentState after = model.newState(pass.full().batch());
    forward(state);
    pass.end(after);
    return after;
  }

  private int[] tokens(int count, RandomSource random) {
    int[] tokens = new int[count];
    for (int n = 0; n < count; n++) {
      tokens[n] = random.nextInt(model.config().vocabularySize());
    }
    return tokens;
  }

  /**
   * Compares all gradients.
   *
   * @param options how
   * @return a verdict for each parameter, then for h(0) and c(0) of each layer unless they are
   *     parameters
   */
  public List<Result> run(GradientCheck.Options options) {
    return function(options).check(this::backward);
  }

  /**
   * At which step each wrong gradient goes wrong, from checks of ever more of the last steps. Those
   * have dropout masks of their own.
   *
   * @param wrong results of {@link #run} that are wrong
   * @param options as given to it
   * @return how many of the last steps show it, by the name of the variable; see {@link
   *     FailingSteps#fewest}
   */
  public SequencedMap<String, Integer> fewestSteps(
      List<Result> wrong, GradientCheck.Options options) {
    int steps = pass.full().steps();
    return FailingSteps.fewest(wrong, steps, k -> lastSteps(k).run(options));
  }

  /** The loss with its numeric derivatives, for any number of backward passes. */
  CheckedFunction function(GradientCheck.Options options) {
    return new CheckedFunction(variables(), this::loss, options);
  }

  private List<Variable> variables() {
    return variables(gradients);
  }

  /** Parameters with gradients that are kept elsewhere, and the state before the first step. */
  List<Variable> variables(Parameters kept) {
    List<Variable> variables = new ArrayList<>();
    for (ParameterLayout.Entry entry : model.parameters().layout().entries()) {
      Matrix value = model.parameters().matrix(entry.name());
      variables.add(new Variable(entry.name(), value, kept.matrix(entry.name())));
    }
    for (int l = 0; !atStart && l < state.layers(); l++) {
      variables.add(new Variable("h(0)_l" + l, state.hidden(l), pass.initialHiddenGradient(l)));
      if (state.cell(l).cols() > 0) {
        variables.add(new Variable("c(0)_l" + l, state.cell(l), pass.initialCellGradient(l)));
      }
    }
    return variables;
  }

  /** Where the gradients of the parameters go. */
  Parameters gradients() {
    return gradients;
  }

  /** Takes some of the tokens' targets away; they still count in the mean. */
  void ignoreTargets(int... rows) {
    for (int row : rows) {
      targets[row] = -1;
    }
  }

  double loss() {
    forward(state);
    pass.loss(worker, targets);
    return pass.totalLoss() / inputs.length;
  }

  void backward() {
    backward(state);
  }

  /** The same from another state. */
  void backward(RecurrentState start) {
    forward(start);
    float scale = (float) (1.0 / inputs.length);
    pass.backward(worker, inputs, targets, scale, dropoutKey);
  }

  /** The state after the last forward pass. */
  void end(RecurrentState into) {
    pass.end(into);
  }

  /** The state before the first step, live. */
  RecurrentState state() {
    return state;
  }

  private void forward(RecurrentState start) {
    model.repack(worker);
    if (atStart && start == state) {
      pass.begin(pass.full());
    } else {
      pass.begin(start);
    }
    pass.forwardTraining(worker, inputs, dropoutKey);
  }
}
