package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.tensor.Matrix;
import java.util.function.Consumer;

/**
 * A part whose backward pass is no matter of a few operations of the kernels. Beside the engine's
 * there is one that writes down the derivation, line by line; a mistake is a line of it that is
 * another one.
 *
 * @param <L> the lines
 */
abstract class WrittenDerivation<L> implements PlantedPart {
  /** A line: a function of three numbers. */
  interface OfThree {
    double of(double x, double y, double z);
  }

  /** A function of four. */
  interface OfFour {
    double of(double w, double x, double y, double z);
  }

  /** The lines as they are, right. */
  abstract L lines();

  /** The gradients by these lines. */
  abstract void gradients(L lines);

  final Mistake mistake(String name, String term, Consumer<L> planted) {
    L lines = lines();
    planted.accept(lines);
    return new Mistake(name, term, () -> gradients(lines));
  }

  static void add(Matrix to, int row, int col, double value) {
    to.set(row, col, (float) (to.get(row, col) + value));
  }
}
