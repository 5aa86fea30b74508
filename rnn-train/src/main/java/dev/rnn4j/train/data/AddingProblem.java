package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;

/**
 * The adding problem (Hochreiter and Schmidhuber 1997, in the form of Le et al. 2015): at each of T
 * steps a number between 0 and 1 and a mark, which is 1 at two of them and otherwise 0; the target
 * after the last step is the sum of the two marked numbers. One mark is in each half, both evenly
 * distributed. Always answering 1 has a mean squared error of 1/6.
 *
 * @param length T, 2 or more
 */
public record AddingProblem(int length) implements MemoryProblem {
  private static final double SOLVED = 0.01;

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public AddingProblem {
    if (length < 2 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the adding problem has a length of 2 to " + MAX_LENGTH + ", not " + length);
    }
  }

  @Override
  public String name() {
    return "adding";
  }

  @Override
  public int steps() {
    return length;
  }

  @Override
  public int inputSize() {
    return 2;
  }

  @Override
  public int classes() {
    return 0;
  }

  @Override
  public String errorName() {
    return "mean squared error";
  }

  /** What is minimised is half of the square. */
  @Override
  public double error(double loss) {
    return 2 * loss;
  }

  @Override
  public double baseline() {
    return 1.0 / 6;
  }

  @Override
  public double solved() {
    return SOLVED;
  }

  @Override
  public int targets() {
    return 1;
  }

  @Override
  public void draw(RandomSource random, int sequence, int batch, Matrix inputs, Matrix targets) {
    int half = length / 2;
    int first = random.nextInt(half);
    int second = half + random.nextInt(length - half);
    float sum = 0;
    for (int t = 0; t < length; t++) {
      int row = t * batch + sequence;
      float value = (float) random.nextDouble();
      boolean marked = t == first || t == second;
      sum += marked ? value : 0;
      inputs.set(row, 0, value);
      inputs.set(row, 1, marked ? 1 : 0);
      targets.set(row, 0, t == length - 1 ? sum : Float.NaN);
    }
  }
}
