package dev.rnn4j.cli.option;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.eval.KneserNeyModel.History;
import dev.rnn4j.train.eval.NgramModel;
import picocli.CommandLine.Option;

/** The n-gram model that a language model has to beat. */
public final class NgramOption {
  /** The option that says how long its n-grams are. */
  public static final String NAME = "--ngram";

  private static final int MAX_ORDER = 9;

  @Option(
      names = NAME,
      paramLabel = "N",
      defaultValue = "5",
      order = 1000,
      description =
          "Order of the n-gram model that results are compared with: Kneser-Ney, with histories"
              + " that end at the line (default: 5).")
  @Range(least = 1, most = MAX_ORDER)
  private int order;

  /** Counts the n-grams of a text. */
  public NgramModel of(Corpus train) {
    return NgramModel.kneserNey(train, order, History.LINE);
  }

  /** What the model is called in results. */
  public String title() {
    return Text.format("%d-gram of lines", order);
  }
}
