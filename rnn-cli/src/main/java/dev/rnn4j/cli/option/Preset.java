package dev.rnn4j.cli.option;

import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.model.Objective;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import java.util.List;

/**
 * Whole sets of settings for a training; options replace single ones. The first three are the
 * defaults for their kind of text, the others are those of Zaremba et al. 2014 for words.
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
      55);

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
   * @param dropout probability
   */
  public record Shape(List<Integer> hidden, int embedding, float dropout) {}

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
    return isPublished() ? Objective.WINDOW : Objective.MEAN;
  }

  private boolean isPublished() {
    return this == ZAREMBA_SMALL || this == ZAREMBA_MEDIUM || this == ZAREMBA_LARGE;
  }

  Start start() {
    return start;
  }
}
