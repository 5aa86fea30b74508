package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import java.util.List;

/**
 * Applies {@link GradientCheck} to windows of text as training reads them: each begins with the
 * state that the one before leaves, and its gradient takes that state for a constant
 * (docs/derivations/truncated-bptt.md). So the numeric gradient is that of the sum of the windows'
 * losses, every state between them held fixed; the state before the first window is a variable.
 */
public final class CarriedStateGradientCheck {
  private final List<LanguageModelGradientCheck> windows;
  private final Parameters gradients;
  private final Parameters sum;
  private final boolean carries;

  /**
   * A model, text and a state drawn from a seed.
   *
   * @param config the architecture, dropout included
   * @param windows how many, 2 or more
   * @param steps T of each
   * @param batch B
   * @param seed of the parameters, the tokens, the state and the dropout
   * @param kernels the arithmetic
   * @throws IllegalArgumentException if there are fewer than two windows
   */
  public CarriedStateGradientCheck(
      LanguageModelConfig config, int windows, int steps, int batch, long seed, Kernels kernels) {
    this(
        new LanguageModelGradientCheck(
            config, Math.multiplyExact(windows, steps), batch, seed, kernels),
        windows,
        true);
  }

  /** With or without the mistake of beginning each window anew. */
  CarriedStateGradientCheck(LanguageModelGradientCheck whole, int windows, boolean carries) {
    if (windows < 2) {
      throw new IllegalArgumentException(
          "a state is carried between two windows or more, not " + windows);
    }
    this.carries = carries;
    this.windows = whole.windows(windows);
    gradients = whole.gradients();
    sum = new Parameters(gradients.layout());
  }

  /**
   * Compares all gradients.
   *
   * @param options how
   * @return a verdict for each parameter, then for h(0) and c(0) of each layer, before the first
   *     window
   */
  public List<Result> run(GradientCheck.Options options) {
    return new GradientCheck(options)
        .check(windows.getFirst().variables(sum), this::loss, this::backward);
  }

  private double loss() {
    return windows.stream().mapToDouble(LanguageModelGradientCheck::loss).sum();
  }

  /** As training does it: the state goes from window to window, no gradient comes back. */
  void backward() {
    RecurrentState carried = windows.getFirst().state().copy();
    for (LanguageModelGradientCheck window : windows) {
      window.backward(carried);
      if (carries) {
        window.end(carried);
      } else {
        carried.reset();
      }
      add();
    }
  }

  private void add() {
    float[] from = gradients.values();
    float[] to = sum.values();
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  /** The sum of the gradients of all windows; the check clears it. */
  Parameters sum() {
    return sum;
  }
}
