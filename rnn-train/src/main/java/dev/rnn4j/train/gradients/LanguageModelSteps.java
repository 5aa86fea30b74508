package dev.rnn4j.train.gradients;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentPass;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/** A language model that reads parts of a text, side by side. */
public final class LanguageModelSteps implements SteppedModel {
  private static final int NONE = -1;

  private final LanguageModelNetwork network;
  private final LanguageModelPass pass;
  private final int[][] inputs;
  private final int[][] targets;
  private final int[] ignored;
  private int step;

  /**
   * Parts of a text that begin at equal distances.
   *
   * @param network a trainable one, without regularisation
   * @param text token ids
   * @param steps T, tokens that each part predicts
   * @param batch B, parts
   * @throws IllegalArgumentException if the text is shorter than {@code steps} + 1 tokens, or the
   *     network is regularised
   */
  public LanguageModelSteps(LanguageModelNetwork network, int[] text, int steps, int batch) {
    if (text.length <= steps) {
      throw new IllegalArgumentException(
          "a text of " + text.length + " tokens is too short: it takes " + (steps + 1L));
    }
    if (!network.config().regularization().equals(Regularization.NONE)) {
      throw new IllegalArgumentException(
          "gradients are measured without dropout, noise or penalties");
    }
    this.network = network;
    pass = new LanguageModelPass(network, 1, batch, new Parameters(network.parameters().layout()));
    inputs = new int[steps][batch];
    targets = new int[steps][batch];
    ignored = new int[batch];
    Arrays.fill(ignored, NONE);
    for (int b = 0; b < batch; b++) {
      int begin = (int) ((long) (text.length - steps - 1) * b / Math.max(1, batch - 1));
      for (int t = 0; t < steps; t++) {
        inputs[t][b] = text[begin + t];
        targets[t][b] = text[begin + t + 1];
      }
    }
  }

  @Override
  public StackConfig config() {
    return network.config().stack();
  }

  @Override
  public int steps() {
    return inputs.length;
  }

  @Override
  public int batch() {
    return ignored.length;
  }

  @Override
  public RecurrentState newState() {
    return network.newState(batch());
  }

  @Override
  public void begin(int t, RecurrentState state) {
    step = t;
    pass.begin(state);
  }

  @Override
  public void forward(Worker w) {
    pass.forwardTraining(w, inputs[step], 0);
  }

  @Override
  public void end(RecurrentState state) {
    pass.end(state);
  }

  @Override
  public RecurrentState finalGradient() {
    return pass.finalGradient();
  }

  @Override
  public void backward(Worker w, boolean counts) {
    pass.backward(w, inputs[step], counts ? targets[step] : ignored, 1, 0);
  }

  @Override
  public RecurrentPass layer(int layer) {
    return pass.layer(layer);
  }

  @Override
  public Matrix recurrentWeight(int layer) {
    return RecurrentWeights.of(network.parameters(), layer);
  }
}
