package dev.rnn4j.train.gradcheck;

import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * At which step of a sequence a gradient goes wrong. A backward pass begins at the last step, so
 * the last steps alone, begun with the state that those before leave, are right up to there.
 */
public final class FailingSteps {
  private FailingSteps() {}

  /**
   * The fewest last steps with which each gradient is wrong. Of a sequence of T steps that need k,
   * step T - k + 1 is the first, counted backwards, to make a wrong contribution; what is wrong
   * with one step alone is not about time.
   *
   * @param failed variables that are wrong in the whole sequence
   * @param steps T, its length
   * @param ofLast checks the last k steps, and names variables as the check of all steps does
   * @return k by the name of the variable; T for one that is right in all shorter sequences
   */
  public static SequencedMap<String, Integer> fewest(
      List<Result> failed, int steps, IntFunction<List<Result>> ofLast) {
    SequencedMap<String, Integer> fewest = new LinkedHashMap<>();
    Set<String> open = new TreeSet<>();
    for (Result result : failed) {
      fewest.put(result.name(), steps);
      open.add(result.name());
    }
    for (int k = 1; k < steps && !open.isEmpty(); k++) {
      for (Result result : ofLast.apply(k)) {
        if (result.isWrong() && open.remove(result.name())) {
          fewest.put(result.name(), k);
        }
      }
    }
    return fewest;
  }

  /**
   * The same in words.
   *
   * @param fewest as {@link #fewest} returns it
   * @param steps T
   * @return a sentence for each variable
   */
  public static List<String> sentences(Map<String, Integer> fewest, int steps) {
    return fewest.entrySet().stream().map(e -> sentence(e.getKey(), e.getValue(), steps)).toList();
  }

  private static String sentence(String variable, int fewest, int steps) {
    String first = "the gradient of " + variable + " goes wrong at step " + (steps - fewest + 1);
    return first
        + " of "
        + steps
        + (fewest == 1
            ? ": the last step alone shows it"
            : ": the last " + fewest + " steps show it, the last " + (fewest - 1) + " do not");
  }
}
