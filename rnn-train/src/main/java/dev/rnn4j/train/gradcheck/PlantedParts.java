package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the check finds mistakes in parts that language models do not have: attention, the
 * decoder and bridge around it, and the conditional random field. See {@link PlantedMistakes} for
 * those that they have.
 */
public final class PlantedParts {
  private PlantedParts() {}

  /**
   * What became of a mistake.
   *
   * @param name what was wrong
   * @param term the line of the derivation that it violates
   * @param found the verdict on the variable it showed in most; empty if it survived
   */
  public record Outcome(String name, String term, Optional<Result> found) {}

  /**
   * What was found in one part.
   *
   * @param part what it is called
   * @param page its derivation, a file of docs/derivations
   * @param right verdicts on the engine's gradients
   * @param outcomes one for each mistake
   */
  public record Report(String part, String page, List<Result> right, List<Outcome> outcomes) {
    /** {@return whether a right gradient was called wrong} */
    public boolean isFalseAlarm() {
      return right.stream().anyMatch(Result::isWrong);
    }

    /** {@return the mistakes that were not found} */
    public List<Outcome> survivors() {
      return outcomes.stream().filter(outcome -> outcome.found().isEmpty()).toList();
    }
  }

  /**
   * Plants one mistake after the other, in each part.
   *
   * @param seed of all values
   * @param kernels the arithmetic
   * @return a report for each part
   */
  public static List<Report> run(long seed, Kernels kernels) {
    return parts(seed, kernels).stream().map(PlantedParts::report).toList();
  }

  static List<PlantedPart> parts(long seed, Kernels kernels) {
    return List.of(
        new AttentionMistakes(AttentionKind.ADDITIVE, seed, kernels),
        new AttentionMistakes(AttentionKind.MULTIPLICATIVE, seed, kernels),
        new PlantedDecoder(seed, kernels),
        new CrfMistakes(seed, kernels));
  }

  private static Report report(PlantedPart part) {
    CheckedFunction function = new CheckedFunction(part.variables(), part::loss, Options.DEFAULT);
    List<Result> right = function.check(part::backward);
    List<Outcome> outcomes = new ArrayList<>();
    for (PlantedPart.Mistake mistake : part.mistakes()) {
      List<Result> results = function.check(mistake.backward());
      outcomes.add(new Outcome(mistake.name(), mistake.term(), PlantedMistakes.clearest(results)));
    }
    return new Report(part.name(), part.page(), right, outcomes);
  }
}
