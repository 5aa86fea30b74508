package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;

/**
 * The largest value of each of a sequence's outputs over its steps; 0 for an empty sequence. Of
 * equal values the gradient goes to the first, and a value that is not a number is the largest.
 */
public record MaxOverTime() implements PlainPooling {
  @Override
  public int outputSize(StackConfig stack) {
    return stack.outputSize();
  }

  @Override
  public PoolingPass newPass(StackPass stack) {
    return new Pass(stack);
  }

  /**
   * Looks for the step of a maximum once more in the backward pass: that costs next to nothing
   * beside the stack's products, and there is nothing to keep.
   */
  private record Pass(StackPass stack) implements PoolingPass {
    @Override
    public void forward(Worker w, Matrix y) {
      Matrix x = stack.output();
      SequenceBatch batch = stack.batch();
      int[] steps = new int[x.cols()];
      for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
        find(x, batch, b, steps);
        for (int j = 0; j < x.cols(); j++) {
          y.set(b, j, batch.length(b) == 0 ? 0 : x.get(batch.row(steps[j], b), j));
        }
      }
      w.barrier();
    }

    /** The step at which each output of a sequence is largest. */
    private static void find(Matrix x, SequenceBatch batch, int b, int[] steps) {
      Arrays.fill(steps, 0);
      for (int t = 1; t < batch.length(b); t++) {
        int row = batch.row(t, b);
        for (int j = 0; j < x.cols(); j++) {
          float value = x.get(row, j);
          if (value > x.get(batch.row(steps[j], b), j) || Float.isNaN(value)) {
            steps[j] = t;
          }
        }
      }
    }

    @Override
    public void backward(Worker w, Matrix dy) {
      Matrix dx = stack.outputGradient();
      SequenceBatch batch = stack.batch();
      int[] steps = new int[dx.cols()];
      for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
        find(stack.output(), batch, b, steps);
        for (int t = 0; t < batch.length(b); t++) {
          int row = batch.row(t, b);
          for (int j = 0; j < dx.cols(); j++) {
            dx.set(row, j, steps[j] == t ? dy.get(b, j) : 0);
          }
        }
      }
      w.barrier();
    }
  }
}
