package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.SoftmaxOptions;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdagradChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NesterovChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import dev.rnn4j.train.optim.OptimizerChoice.RmsPropChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.Cosine;
import dev.rnn4j.train.optim.Schedule.Exponential;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import dev.rnn4j.train.optim.Schedule.StepDecay;
import dev.rnn4j.train.optim.Schedule.WarmUp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How networks and settings are called. */
public final class Wording {
  private Wording() {}

  /** Such as "lstm 2x200, embedding 200, dropout 0.5". */
  public static String of(LanguageModelConfig config) {
    String text = layers(config.cell(), config.hiddenSizes()) + ", embedding ";
    text += config.embeddingSize() + of(config.regularization()) + start(config.learnedStart());
    if (config.isAdaptive()) {
      return text + ", adaptive softmax " + SoftmaxOptions.joined(config);
    }
    return config.tied() ? text + ", tied" : text;
  }

  /** Such as "lstm 2x200 in both directions, dropout 0.5". */
  public static String of(StackConfig stack) {
    String cells =
        stack.layers().getFirst().cell() instanceof CellConfig cell
            ? layers(cell, stack.layers().stream().map(LayerConfig::hidden).toList())
            : stack.layers().toString();
    String directions = stack.directions().count() > 1 ? " in both directions" : "";
    boolean learned = stack.layers().getFirst().learnsStart();
    String text = cells + directions + of(stack.regularization()) + start(learned);
    return text + (stack.residual() ? ", residual" : "");
  }

  private static String start(boolean learned) {
    return learned ? ", learned initial state" : "";
  }

  /** Such as "rnn tanh" or "lstm with peepholes". */
  public static String of(CellConfig cell) {
    return kind(cell) + options(cell);
  }

  private static String kind(CellConfig cell) {
    return switch (cell) {
      case ElmanCell elman -> "rnn " + Choice.id(elman.activation());
      case LstmCell _ -> "lstm";
      case GruCell gru -> gru.reset() == GruCell.Reset.BEFORE ? "gru reset before" : "gru";
    };
  }

  private static String layers(CellConfig cell, List<Integer> hidden) {
    boolean even = hidden.stream().distinct().count() == 1;
    String widths = even ? hidden.size() + "x" + hidden.getFirst() : hidden.toString();
    return kind(cell) + " " + widths + options(cell);
  }

  private static String options(CellConfig cell) {
    String text = cell.layerNorm() ? " with layer normalisation" : "";
    if (cell instanceof LstmCell lstm) {
      text += lstm.peepholes() ? " with peepholes" : "";
      text += lstm.projection() > 0 ? " projected to " + lstm.projection() : "";
    }
    return text;
  }

  /** Such as ", dropout 0.5, zoneout 0.1", each behind a comma; empty for nothing. */
  private static String of(Regularization regularization) {
    Dropout dropout = regularization.dropout();
    RecurrentNoise noise = regularization.noise();
    String text = share(dropout.locked() ? "locked dropout" : "dropout", dropout.layers());
    text += dropout.input() == dropout.layers() ? "" : share("input dropout", dropout.input());
    text += dropout.output() == dropout.layers() ? "" : share("output dropout", dropout.output());
    text += share("embedding dropout", dropout.tokens());
    text += share("recurrent dropout", noise.hidden());
    text += share("weight dropout", noise.weights());
    text += share("zoneout of h", noise.zoneoutHidden());
    text += share("zoneout of c", noise.zoneoutState());
    text += share("candidate dropout", noise.candidate());
    text += share("activation penalty", regularization.penalty().size());
    return text + share("change penalty", regularization.penalty().change());
  }

  private static String share(String name, float value) {
    return value > 0 ? ", " + name + " " + Text.setting(value) : "";
  }

  /** Such as "adam" or "sgd, momentum 0.9". */
  public static String of(OptimizerChoice choice) {
    return switch (choice) {
      case AdamChoice adam ->
          adam.weightDecay() > 0 ? "adamw" + weightDecay(adam.weightDecay()) : "adam";
      case SgdChoice sgd ->
          (sgd.momentum() > 0 ? "sgd, momentum " + Text.setting(sgd.momentum()) : "sgd")
              + weightDecay(sgd.weightDecay());
      case NesterovChoice nesterov ->
          "nesterov, momentum "
              + Text.setting(nesterov.momentum())
              + weightDecay(nesterov.weightDecay());
      case NtAsgdChoice averaged ->
          "nt-asgd, interval " + averaged.interval() + weightDecay(averaged.weightDecay());
      case RmsPropChoice rmsprop -> "rmsprop" + weightDecay(rmsprop.weightDecay());
      case AdagradChoice adagrad -> "adagrad" + weightDecay(adagrad.weightDecay());
      default -> choice.name();
    };
  }

  /** Such as "clip 5" or "clip 0.25, values 1, 4 batches a step". */
  public static String steps(Optimization optimization) {
    String text = "clip " + Text.setting(optimization.clip());
    if (optimization.clipValue() > 0) {
      text += ", values " + Text.setting(optimization.clipValue());
    }
    return optimization.accumulate() > 1
        ? text + ", " + optimization.accumulate() + " batches a step"
        : text;
  }

  /** What a model file says of how its parameters moved. */
  public static Map<String, String> notes(Optimization optimization) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("optimizer", of(optimization.optimizer()));
    notes.put("learning_rate", Text.setting(optimization.learningRate()));
    notes.put("schedule", of(optimization.schedule()));
    notes.put("clip", Text.setting(optimization.clip()));
    if (optimization.clipValue() > 0) {
      notes.put("clip_value", Text.setting(optimization.clipValue()));
    }
    if (optimization.accumulate() > 1) {
      notes.put("accumulate", Integer.toString(optimization.accumulate()));
    }
    return notes;
  }

  private static String weightDecay(float weightDecay) {
    return weightDecay > 0 ? ", weight decay " + Text.setting(weightDecay) : "";
  }

  /** Such as "hold 4 epochs, then x0.5 each". */
  public static String of(Schedule schedule) {
    return switch (schedule) {
      case Constant _ -> "constant";
      case HoldThenDecay decay ->
          "hold %s, then x%s each"
              .formatted(Text.count(decay.hold(), "epoch"), Text.setting(decay.decay()));
      case OnPlateau plateau -> "x%s on a plateau".formatted(Text.setting(plateau.decay()));
      case StepDecay step ->
          "x%s every %s".formatted(Text.setting(step.decay()), Text.count(step.every(), "epoch"));
      case Exponential exponential ->
          "falling to x%s in an epoch".formatted(Text.setting(exponential.decay()));
      case Cosine cosine ->
          "cosine to x%s in %s"
              .formatted(Text.setting(cosine.end()), Text.count(cosine.epochs(), "epoch"));
      case WarmUp warm ->
          "warm-up of %s epochs, %s".formatted(Text.setting(warm.epochs()), of(warm.then()));
      default -> schedule.name();
    };
  }
}
