package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.tensor.Matrix;

/**
 * The last layer's h after the last step of each sequence, as its cell computes it: the initial h
 * for an empty sequence. Those of two directions stand side by side, however their outputs are
 * joined.
 */
public record LastState() implements PlainPooling {
  @Override
  public int outputSize(StackConfig stack) {
    return stack.directions().count() * stack.layers().getLast().outputSize();
  }

  @Override
  public PoolingPass newPass(StackPass stack) {
    StackConfig config = stack.stack().config();
    int directions = config.directions().count();
    int first = (config.layers().size() - 1) * directions;
    if (stack.isTraining()) {
      stack.finalGradient(); // from now on it counts
    }
    return new Pass(stack, first, directions, config.layers().getLast().outputSize());
  }

  private record Pass(StackPass stack, int first, int directions, int width)
      implements PoolingPass {
    @Override
    public void forward(Worker w, Matrix y) {
      for (int d = 0; d < directions; d++) {
        stack.layer(first + d).finalHidden(w, y, d * width);
      }
      w.barrier();
    }

    @Override
    public void backward(Worker w, Matrix dy) {
      stack.clearOutputGradient(w);
      RecurrentState last = stack.finalGradient();
      for (int d = 0; d < directions; d++) {
        Matrix dh = last.hidden(first + d);
        for (int b = w.from(dh.rows(), 1); b < w.to(dh.rows(), 1); b++) {
          System.arraycopy(dy.data(), dy.index(b, d * width), dh.data(), dh.index(b, 0), width);
        }
      }
      w.barrier();
    }
  }
}
