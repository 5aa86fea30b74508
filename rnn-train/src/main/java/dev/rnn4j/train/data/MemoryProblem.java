package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;

/**
 * A problem that is solved only by what was remembered for long. Its sequences are drawn at random,
 * as many as one likes, all equally long.
 */
public sealed interface MemoryProblem permits AddingProblem, CopyProblem {
  /** The longest sequences that can be asked for. */
  int MAX_LENGTH = 100_000;

  /** {@return its name on the command line} */
  String name();

  /** {@return how long something must be remembered, in steps, about} */
  int length();

  /** {@return T, the steps of a sequence} */
  int steps();

  /** {@return I, the inputs of a step} */
  int inputSize();

  /** {@return how many classes a target is one of; 0 if targets are numbers} */
  int classes();

  /** {@return what is reported as the error, such as "mean squared error"} */
  String errorName();

  /**
   * The error that is reported.
   *
   * @param loss the mean of what is minimised over the targets
   * @return the error
   */
  double error(double loss);

  /** {@return the error of whoever remembers nothing} */
  double baseline();

  /** {@return the error below which the problem counts as solved} */
  double solved();

  /** {@return how many steps of a sequence have a target, the last ones} */
  int targets();

  /**
   * Draws a sequence of a batch.
   *
   * @param random where it comes from
   * @param sequence which of the batch, from 0
   * @param batch B
   * @param inputs (T · B, I), of which the rows t · B + {@code sequence} are overwritten
   * @param targets (T · B, 1), likewise: a number or the index of a class, NaN where there is none
   */
  void draw(RandomSource random, int sequence, int batch, Matrix inputs, Matrix targets);
}
