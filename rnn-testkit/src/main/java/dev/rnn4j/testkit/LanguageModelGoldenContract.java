package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * End to end, on any kernels: a fixed tiny model's logits and gradient norms, then ten steps of
 * training, all of it as the double-precision reference does it.
 */
public abstract class LanguageModelGoldenContract {
  /** Steps of training. */
  protected static final int STEPS = 10;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Two layers of LSTM with dropout and an output layer of its own. */
  protected static LanguageModelCase lstm() {
    return new LanguageModelCase(
        new LanguageModelConfig(new LstmCell(), 7, 5, List.of(6, 3), 0.25f, false),
        5,
        3,
        true,
        2026);
  }

  /** A simple layer of sigmoids that shares its embedding with the output layer. */
  protected static LanguageModelCase tiedRnn() {
    return new LanguageModelCase(
        new LanguageModelConfig(new ElmanCell(Activation.SIGMOID), 9, 8, List.of(8), 0, true),
        6,
        2,
        false,
        1990);
  }

  /** Two layers of GRU with dropout that share the embedding with the output layer. */
  protected static LanguageModelCase gru() {
    return new LanguageModelCase(
        new LanguageModelConfig(new GruCell(), 8, 4, List.of(7, 4), 0.25f, true), 5, 3, true, 2014);
  }

  @Test
  public void aGruLearnsAsTheReferenceDoes() {
    assertLikeReference(gru());
  }

  @Test
  public void anLstmLearnsAsTheReferenceDoes() {
    assertLikeReference(lstm());
  }

  @Test
  public void aTiedRnnLearnsAsTheReferenceDoes() {
    assertLikeReference(tiedRnn());
  }

  private void assertLikeReference(LanguageModelCase example) {
    GoldenTraining.Outcome expected = GoldenTraining.byReference(example, STEPS);
    GoldenTraining.Outcome actual = GoldenTraining.byEngine(example, STEPS, kernels());
    // the rounding of one pass, for each value relative to the largest of its kind
    double rounding =
        GradientComparison.sumLength(example.config(), example.steps(), example.batch()) * 0x1p-24;
    assertClose("logits", expected.logits(), actual.logits(), rounding);
    assertEquals(expected.norms().keySet(), actual.norms().keySet());
    expected
        .norms()
        .forEach((name, norm) ->
            assertEquals(norm, actual.norms().getOrDefault(name, 0.0), 8 * rounding * norm, name));
    assertClose("losses", expected.losses(), actual.losses(), STEPS * rounding);
  }

  /** Fails unless all values are equal within a share of the largest. */
  protected static void assertClose(
      String what, List<Double> expected, List<Double> actual, double share) {
    assertEquals(expected.size(), actual.size(), what);
    double largest = expected.stream().mapToDouble(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), actual.get(i), share * largest, what + "[" + i + "]");
    }
  }
}
