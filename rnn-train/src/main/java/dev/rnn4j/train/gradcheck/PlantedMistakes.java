package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the check finds mistakes: those that a backward pass could have, one for each line of the
 * derivations of a language model (docs/derivations), each planted into an operation of the kernels
 * and put through {@link LanguageModelGradientCheck} as it is. The engine stays as it is, too.
 */
public final class PlantedMistakes {
  private static final int STEPS = 6;
  private static final int BATCH = 3;

  /** At most half of the tokens of a window, so that the way by distinct tokens is taken. */
  private static final int VOCABULARY = 9;

  private static final List<Integer> HIDDEN = List.of(7, 5);

  /** Of the adaptive softmax: three tokens in the shortlist, three in each of two clusters. */
  static final List<Integer> CUTOFFS = List.of(3, 6);

  private static final float DROPOUT = 0.25f;

  /** Tokens without a target. */
  private static final int[] IGNORED = {4, 11, 17};

  private final LanguageModelConfig config;
  private final long seed;
  private final PlantedKernels planted;
  private final LanguageModelGradientCheck check;

  private PlantedMistakes(LanguageModelConfig config, long seed, Kernels kernels) {
    this.config = config;
    this.seed = seed;
    planted = new PlantedKernels(kernels);
    check = new LanguageModelGradientCheck(config, STEPS, BATCH, seed, planted.kernels());
    check.ignoreTargets(IGNORED);
    planted.watch(new KernelCall.Window(check.gradients(), STEPS, BATCH, config.layers()));
  }

  /**
   * What became of a mistake.
   *
   * @param mistake what was planted
   * @param happened on how many calls of a backward pass
   * @param found the verdict on the parameter it showed in most; empty if it survived
   */
  public record Outcome(PlantedMistake mistake, int happened, Optional<Result> found) {
    /** {@return whether a gradient was called wrong} */
    public boolean isFound() {
      return found.isPresent();
    }
  }

  /**
   * What was found in one network.
   *
   * @param config the network
   * @param seed of its parameters, tokens, state and dropout
   * @param right verdicts without a mistake
   * @param outcomes one for each mistake that concerns the network
   */
  public record Report(
      LanguageModelConfig config, long seed, List<Result> right, List<Outcome> outcomes) {
    /** {@return whether a right gradient was called wrong} */
    public boolean isFalseAlarm() {
      return right.stream().anyMatch(Result::isWrong);
    }

    /** {@return the mistakes that were not found} */
    public List<Outcome> survivors() {
      return outcomes.stream().filter(outcome -> !outcome.isFound()).toList();
    }
  }

  /** {@return every mistake, names unique} */
  public static List<PlantedMistake> all() {
    return Stream.of(
            SimpleMistakes.all(),
            LstmMistakes.all(),
            GruMistakes.all(),
            OptionMistakes.all(),
            NormMistakes.all(),
            ProductMistakes.ofActivations(),
            ProductMistakes.ofParameters(),
            LossMistakes.all(),
            AdaptiveMistakes.all(),
            EmbeddingMistakes.all(),
            NoiseMistakes.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Networks of a kind of cell that have, together, everything there is a mistake for: one plain,
   * one with tied weights and dropout, one with an adaptive softmax, one with locked dropout and
   * all {@link dev.rnn4j.core.layer.RecurrentNoise}. All of two layers.
   *
   * @param cell the kind
   * @return four networks
   */
  public static List<LanguageModelConfig> networks(CellConfig cell) {
    int output = cell.outputSize(HIDDEN.getLast());
    return List.of(
        new LanguageModelConfig(cell, VOCABULARY, 6, HIDDEN, 0, false),
        new LanguageModelConfig(cell, VOCABULARY, output, HIDDEN, DROPOUT, true),
        new LanguageModelConfig(cell, VOCABULARY, 6, HIDDEN, 0, false).withCutoffs(CUTOFFS),
        new LanguageModelConfig(cell, VOCABULARY, 6, HIDDEN, NoiseMistakes.REGULARIZATION, false));
  }

  /**
   * Plants one mistake after the other.
   *
   * @param config the network, of 2 to 9 tokens
   * @param seed of its parameters, tokens, state and dropout
   * @param kernels the arithmetic that the mistakes are planted in
   * @return what was found
   */
  public static Report run(LanguageModelConfig config, long seed, Kernels kernels) {
    return run(config, seed, kernels, all());
  }

  static Report run(
      LanguageModelConfig config, long seed, Kernels kernels, List<PlantedMistake> mistakes) {
    return new PlantedMistakes(config, seed, kernels).report(mistakes);
  }

  /**
   * Which operations the backward pass of a network consists of.
   *
   * @return their names
   */
  static Set<String> operations(LanguageModelConfig config) {
    PlantedMistakes run = new PlantedMistakes(config, 1, new ScalarKernels());
    run.check.backward();
    return run.planted.operations();
  }

  private Report report(List<PlantedMistake> mistakes) {
    CheckedFunction function = check.function(Options.DEFAULT);
    List<Result> right = function.check(check::backward);
    List<Outcome> outcomes = new ArrayList<>();
    for (PlantedMistake mistake : mistakes) {
      if (mistake.concerns(config)) {
        planted.plant(mistake);
        List<Result> results = function.check(check::backward);
        outcomes.add(new Outcome(mistake, planted.strikes(), clearest(results)));
        planted.plant(null);
      }
    }
    return new Report(config, seed, right, outcomes);
  }

  /** The clearest of the verdicts that something is wrong. */
  static Optional<Result> clearest(List<Result> results) {
    return results.stream()
        .filter(Result::isWrong)
        .max(Comparator.comparingDouble(Result::relativeError));
  }
}
