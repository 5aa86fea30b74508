package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import java.util.List;

/** How networks and settings are called. */
public final class Wording {
  private Wording() {}

  /** Such as "lstm 2x200, embedding 200, dropout 0.5". */
  public static String of(LanguageModelConfig config) {
    String text = layers(config.cell(), config.hiddenSizes()) + ", embedding ";
    text += config.embeddingSize() + dropout(config.dropout());
    return config.tied() ? text + ", tied" : text;
  }

  /** Such as "lstm 2x200 in both directions, dropout 0.5". */
  public static String of(StackConfig stack) {
    String cells =
        stack.layers().getFirst().cell() instanceof CellConfig cell
            ? layers(cell, stack.layers().stream().map(LayerConfig::hidden).toList())
            : stack.layers().toString();
    String directions = stack.directions().count() > 1 ? " in both directions" : "";
    return cells + directions + dropout(stack.dropout()) + (stack.residual() ? ", residual" : "");
  }

  private static String layers(CellConfig cell, List<Integer> hidden) {
    boolean even = hidden.stream().distinct().count() == 1;
    String widths = even ? hidden.size() + "x" + hidden.getFirst() : hidden.toString();
    return switch (cell) {
      case ElmanCell elman -> "rnn " + Choice.id(elman.activation()) + " " + widths;
      case LstmCell lstm -> "lstm " + widths + options(lstm);
      case GruCell gru when gru.reset() == GruCell.Reset.BEFORE -> "gru reset before " + widths;
      case GruCell _ -> "gru " + widths;
    };
  }

  private static String options(LstmCell cell) {
    String peepholes = cell.peepholes() ? " with peepholes" : "";
    return peepholes + (cell.projection() > 0 ? " projected to " + cell.projection() : "");
  }

  private static String dropout(float dropout) {
    return dropout > 0 ? ", dropout " + Text.setting(dropout) : "";
  }

  /** Such as "adam" or "sgd, momentum 0.9". */
  public static String of(OptimizerChoice choice) {
    return switch (choice) {
      case AdamChoice _ -> "adam";
      case SgdChoice sgd ->
          sgd.momentum() > 0 ? "sgd, momentum " + Text.setting(sgd.momentum()) : "sgd";
      default -> choice.name();
    };
  }

  /** Such as "hold 4 epochs, then x0.5 each". */
  public static String of(Schedule schedule) {
    return switch (schedule) {
      case Constant _ -> "constant";
      case HoldThenDecay decay ->
          "hold %s, then x%s each"
              .formatted(Text.count(decay.hold(), "epoch"), Text.setting(decay.decay()));
      case OnPlateau plateau -> "x%s on a plateau".formatted(Text.setting(plateau.decay()));
      default -> schedule.name();
    };
  }
}
