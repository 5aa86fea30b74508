package dev.rnn4j.cli.option;

import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.model.Objective;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import java.util.List;

/**
 * Whole sets of settings for a training; options replace single ones. The first three are the
 * defaults for their kind of text, the others are published: those of Zaremba et al. 2014 and of
 * Merity et al. 2018 for words.
 */
@SuppressWarnings("ImmutableEnumChecker") // records of immutable values
public enum Preset {
  /** The built-in names: as good as two minutes on two cores allow. */
  NAMES(
      Level.CHARACTER,
      new Shape(List.of(256), 64, 0),
      new Batching(64, 32),
      adam(0.005, new HoldThenDecay(4, 0.5)),
      new Start(0, 1),
      6),
  /** Characters: a few minutes per million. */
  CHAR(
      Level.CHARACTER,
      new Shape(List.of(128, 128), 64, 0),
      new Batching(32, 50),
      adam(0.002, new HoldThenDecay(7, 0.5)),
      new Start(0, 1),
      10),
  /** Words: texts of about a million need the dropout. */
  WORD(
      Level.WORD,
      new Shape(List.of(200, 200), 200, 0.3f),
      new Batching(20, 35),
      adam(0.002, new HoldThenDecay(5, 0.5)),
      new Start(0, 1),
      10),
  /** "Small": no dropout, two layers of 200. */
  ZAREMBA_SMALL(
      Level.WORD,
      new Shape(List.of(200, 200), 200, 0),
      new Batching(20, 20),
      sgd(new HoldThenDecay(4, 0.5)),
      new Start(0.1f, 0),
      13),
  /** "Medium": half of the connections dropped, two layers of 650. */
  ZAREMBA_MEDIUM(
      Level.WORD,
      new Shape(List.of(650, 650), 650, 0.5f),
      new Batching(20, 35),
      sgd(new HoldThenDecay(6, 1 / 1.2)),
      new Start(0.05f, 0),
      39),
  /** "Large": nearly two thirds of the connections dropped, two layers of 1,500. */
  ZAREMBA_LARGE(
      Level.WORD,
      new Shape(List.of(1500, 1500), 1500, 0.65f),
      new Batching(20, 35),
      sgd(new HoldThenDecay(14, 1 / 1.15)).withClip(10),
      new Start(0.04f, 0),
      55),
  /**
   * The AWD-LSTM of Merity et al. 2018 as for the Penn Treebank, without the fine-tuning and the
   * pointer that follow there. What differs: windows are all of 70 steps, where theirs are of
   * random lengths about that, with a learning rate in proportion; the token vectors begin in the
   * range of the layers, ±1/√1150, where theirs begin in ±0.1. WikiText-2 takes {@code --batch 80
   * --input-dropout 0.65 --dropout 0.2} there, and 750 epochs.
   */
  AWD_LSTM(
      Level.WORD,
      new Shape(
          List.of(1150, 1150, 400),
          400,
          new Regularization(
              new Dropout(0.4f, 0.25f, 0.4f, 0.1f, true),
              new RecurrentNoise(0f, 0.5f, 0f, 0f),
              new ActivationPenalty(2, 1)),
          true),
      new Batching(20, 70),
      new Optimization(new NtAsgdChoice(5, 1.2e-6f), 30, new Schedule.Constant(), 0.25),
      new Start(0, 0),
      500);

  private static final double CLIP = 5;

  private final Level level;
  private final Shape shape;
  private final Batching batching;
  private final Optimization optimization;
  private final Start start;
  private final int epochs;

  Preset(
      Level level,
      Shape shape,
      Batching batching,
      Optimization optimization,
      Start start,
      int epochs) {
    this.level = level;
    this.shape = shape;
    this.batching = batching;
    this.optimization = optimization;
    this.start = start;
    this.epochs = epochs;
  }

  /**
   * The network, an LSTM in all of them.
   *
   * @param hidden width of each layer
   * @param embedding width of the token vectors
   * @param regularization what is dropped or disturbed
   * @param tied whether the output layer uses the token vectors
   */
  public record Shape(
      List<Integer> hidden, int embedding, Regularization regularization, boolean tied) {
    /** With plain dropout. */
    public Shape(List<Integer> hidden, int embedding, float dropout) {
      this(hidden, embedding, Regularization.dropout(dropout), false);
    }
  }

  /**
   * The parameters before training.
   *
   * @param range of the uniform distribution; 0 for 1 / sqrt(widest layer)
   * @param forgetBias added to the forget gates' bias
   */
  record Start(float range, float forgetBias) {}

  private static Optimization adam(double rate, Schedule schedule) {
    return new Optimization(AdamChoice.DEFAULT, rate, schedule, CLIP);
  }

  private static Optimization sgd(Schedule schedule) {
    OptimizerChoice sgd = new SgdChoice(0);
    return new Optimization(sgd, 1, schedule, CLIP);
  }

  public Level level() {
    return level;
  }

  public Shape shape() {
    return shape;
  }

  public Batching batching() {
    return batching;
  }

  /**
   * How it trains; a longer training learns longer, but published recipes are kept to the letter.
   */
  public OptimizationOptions.Usual usual() {
    return new OptimizationOptions.Usual(optimization, epochs, !isPublished());
  }

  Objective objective() {
    return isZaremba() ? Objective.WINDOW : Objective.MEAN;
  }

  private boolean isPublished() {
    return isZaremba() || this == AWD_LSTM;
  }

  private boolean isZaremba() {
    return this == ZAREMBA_SMALL || this == ZAREMBA_MEDIUM || this == ZAREMBA_LARGE;
  }

  Start start() {
    return start;
  }
}
