package dev.rnn4j.train.gradcheck;

import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.List;

/**
 * A part of models other than language models, whose backward pass is no matter of a few operations
 * of the kernels. Beside the engine's there is one that writes down the derivation, line by line; a
 * mistake is a line of it that is another one.
 */
interface PlantedPart {
  /**
   * A line that is not obeyed.
   *
   * @param name what is wrong, unique within the part
   * @param term the line of the derivation
   * @param backward the backward pass with the mistake
   */
  record Mistake(String name, String term, Runnable backward) {}

  /** A line of a derivation: a function of three numbers. */
  interface OfThree {
    double of(double x, double y, double z);
  }

  /** A function of four. */
  interface OfFour {
    double of(double w, double x, double y, double z);
  }

  /** What it is called. */
  String name();

  /** The derivation, a file of docs/derivations. */
  String page();

  /** What its loss depends on. */
  List<Variable> variables();

  /** The engine's loss of the values as they are. */
  double loss();

  /** The engine's gradients of it. */
  void backward();

  /** The derivation's, without a mistake. */
  void writtenDown();

  /** One or more for each line. */
  List<Mistake> mistakes();
}
