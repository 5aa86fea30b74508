package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import java.util.function.DoubleFunction;

/**
 * How the losses of a training are shown.
 *
 * @param unit what is counted, in the plural
 * @param loss the mean loss while training, such as "ppl 12.30"
 * @param validation what a validation gives, such as "accuracy 95.12%"
 */
public record Measure(String unit, DoubleFunction<String> loss, DoubleFunction<String> validation) {
  /** Cross-entropy in nats, shown as perplexity. */
  public static final Measure PERPLEXITY =
      new Measure("tokens", Measure::perplexity, Measure::perplexity);

  private static String perplexity(double nats) {
    return "ppl " + Text.perplexity(Math.exp(nats));
  }

  /** A loss as it is. */
  public static String loss(double value) {
    return "loss " + Text.format("%.4f", value);
  }

  /**
   * A loss, and a validation that is the share of what is wrong.
   *
   * @param unit what is counted, in the plural
   * @param name of the share of what is right, such as "accuracy"
   */
  public static Measure ofErrors(String unit, String name) {
    return new Measure(
        unit, Measure::loss, wrong -> name + " " + Text.format("%.2f%%", 100 * (1 - wrong)));
  }

  /**
   * A loss in training and validation.
   *
   * @param unit what is counted, in the plural
   */
  public static Measure ofLoss(String unit) {
    return new Measure(unit, Measure::loss, Measure::loss);
  }
}
