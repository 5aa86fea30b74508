package dev.rnn4j.train.gradcheck;

import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.List;

/** A part of models other than language models, with mistakes of its backward pass. */
interface PlantedPart {
  /**
   * A line that is not obeyed.
   *
   * @param name what is wrong, unique within the part
   * @param term the line of the derivation
   * @param backward the backward pass with the mistake
   */
  record Mistake(String name, String term, Runnable backward) {}

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

  /** One or more for each line. */
  List<Mistake> mistakes();
}
