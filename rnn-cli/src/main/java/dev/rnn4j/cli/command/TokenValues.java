package dev.rnn4j.cli.command;

import dev.rnn4j.cli.report.page.Shades;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Unit;
import dev.rnn4j.core.model.UnitReader;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The values of a text's tokens, taken line after line.
 *
 * @param name what they are
 * @param shades how they are coloured
 * @param ofLine gives one for each token of the next line
 */
record TokenValues(String name, Shades shades, Function<int[], double[]> ofLine) {
  private static final double NATS_PER_BIT = Math.log(2);

  /** Values without a limit are rarely beyond it. */
  private static final double MUCH = 2;

  /** How surprising a model finds tokens, in bits; every line by itself. */
  static TokenValues surprisals(LanguageModel model) {
    LanguageModelSession session = model.newSession();
    double guessing = Math.log(model.config().vocabularySize()) / NATS_PER_BIT;
    return new TokenValues(
        "surprisal in bits",
        new Shades(0, guessing),
        line -> Arrays.stream(session.score(line)).map(nats -> -nats / NATS_PER_BIT).toArray());
  }

  /** What a unit has after each token, without a break between lines. */
  static TokenValues of(LanguageModel model, Unit unit) {
    UnitReader reader = new UnitReader(model, unit);
    return new TokenValues(
        "%s of unit %d in layer %d".formatted(unit.value(), unit.index(), unit.layer()),
        shades(unit.value(), model.config().cell()),
        line -> Arrays.stream(line).mapToDouble(reader::read).toArray());
  }

  private static Shades shades(String value, CellConfig cell) {
    return switch (value) {
      case "i", "f", "o", "r", "z" -> new Shades(0, 1);
      case Unit.STATE -> new Shades(-MUCH, MUCH);
      case Unit.OUTPUT -> shades(cell.activation());
      default -> new Shades(-1, 1);
    };
  }

  private static Shades shades(Activation outputs) {
    return switch (outputs) {
      case TANH, SOFTSIGN -> new Shades(-1, 1);
      case SIGMOID -> new Shades(0, 1);
      case RELU -> new Shades(0, MUCH);
      case LINEAR -> new Shades(-MUCH, MUCH);
    };
  }
}
