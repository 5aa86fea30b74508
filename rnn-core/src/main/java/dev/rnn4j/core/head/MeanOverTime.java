package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;

/** The mean of a sequence's outputs over its steps; 0 for an empty sequence. */
public record MeanOverTime() implements PlainPooling {
  @Override
  public int outputSize(StackConfig stack) {
    return stack.outputSize();
  }

  @Override
  public PoolingPass newPass(StackPass stack) {
    return new Pass(stack);
  }

  private record Pass(StackPass stack) implements PoolingPass {
    @Override
    public void forward(Worker w, Matrix y) {
      SequenceBatch batch = stack.batch();
      for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
        mean(stack.output(), batch, b, y.data(), y.index(b, 0));
      }
      w.barrier();
    }

    private static void mean(Matrix x, SequenceBatch batch, int b, float[] y, int at) {
      int length = batch.length(b);
      Arrays.fill(y, at, at + x.cols(), 0f);
      for (int t = 0; t < length; t++) {
        int from = x.index(batch.row(t, b), 0);
        for (int j = 0; j < x.cols(); j++) {
          y[at + j] += x.data()[from + j];
        }
      }
      for (int j = 0; length > 0 && j < x.cols(); j++) {
        y[at + j] /= length;
      }
    }

    @Override
    public void backward(Worker w, Matrix dy) {
      Matrix dx = stack.outputGradient();
      SequenceBatch batch = stack.batch();
      for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
        for (int t = 0; t < batch.length(b); t++) {
          int to = dx.index(batch.row(t, b), 0);
          for (int j = 0; j < dx.cols(); j++) {
            dx.data()[to + j] = dy.data()[dy.index(b, j)] / batch.length(b);
          }
        }
      }
      w.barrier();
    }
  }
}
