package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * How the losses of a training are shown.
 *
 * @param unit what a loss is a mean over, in the plural, such as "tokens"
 * @param name what is minimised, such as "nats per token"
 * @param loss shows the mean loss while training, such as "ppl 12.30"
 * @param metric what a validation is shown as, such as "accuracy"
 * @param metricOf makes that number of what a validation gives
 * @param validation shows a validation, such as "accuracy 95.12%"
 * @param validatesLoss whether a validation gives a loss too, so that one chart shows both
 */
public record Measure(
    String unit,
    String name,
    DoubleFunction<String> loss,
    String metric,
    DoubleUnaryOperator metricOf,
    DoubleFunction<String> validation,
    boolean validatesLoss) {
  /** Cross-entropy in nats, shown as perplexity. */
  public static final Measure PERPLEXITY =
      new Measure(
          "tokens",
          "nats per token",
          Measure::perplexity,
          "perplexity",
          Math::exp,
          Measure::perplexity,
          true);

  private static final String LOSS = "loss";

  /** {@return whether a mean loss is shown as the perplexity, which is another number} */
  public boolean showsPerplexity() {
    return equals(PERPLEXITY);
  }

  private static String perplexity(double nats) {
    return "ppl " + Text.perplexity(Math.exp(nats));
  }

  /** A loss as it is. */
  private static String loss(double value) {
    return LOSS + " " + Text.format("%.4f", value);
  }

  /**
   * A loss, and a validation that gives the share of what is wrong.
   *
   * @param unit what a loss is a mean over, in the plural
   * @param metric the share of what is right, such as "accuracy"
   */
  public static Measure ofErrors(String unit, String metric) {
    return new Measure(
        unit,
        LOSS,
        Measure::loss,
        metric,
        wrong -> 100 * (1 - wrong),
        wrong -> Text.format("%s %.2f%%", metric, 100 * (1 - wrong)),
        false);
  }

  /**
   * A loss in training and validation.
   *
   * @param unit what a loss is a mean over, in the plural
   */
  public static Measure ofLoss(String unit) {
    return new Measure(
        unit, LOSS, Measure::loss, LOSS, DoubleUnaryOperator.identity(), Measure::loss, true);
  }
}
