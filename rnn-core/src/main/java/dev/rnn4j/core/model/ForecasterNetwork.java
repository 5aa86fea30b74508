package dev.rnn4j.core.model;

import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.PlainPooling;
import dev.rnn4j.core.head.RegressionHead;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The network of a forecaster: h of each layer from the one below and its own past; the next values
 * of the targets from h after the last row, or after every row.
 *
 * <p>Thread safety: read-only, and shared by any number of threads. Only training changes it
 * ({@link #repack}); nothing may compute with it meanwhile.
 */
public final class ForecasterNetwork extends ModelNetwork {
  static final PlainPooling LAST = new LastState();

  private final ForecasterConfig config;

  private final RecurrentStack stack;
  private final RegressionHead head;

  private ForecasterNetwork(
      ForecasterConfig config, Parameters parameters, Kernels kernels, boolean trainable) {
    super(config, config.layout(), parameters, kernels, trainable);
    this.config = config;
    stack =
        new RecurrentStack(config.stack(), parameters, ForecasterConfig.STACK, kernels, trainable);
    head = new RegressionHead(ForecasterConfig.HEAD, parameters, kernels, trainable, config.loss());
  }

  /**
   * A network for use, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param parameters its parameters, not needed any more afterwards
   * @param kernels the arithmetic
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static ForecasterNetwork of(
      ForecasterConfig config, Parameters parameters, Kernels kernels) {
    return new ForecasterNetwork(config, parameters, kernels, false);
  }

  /**
   * A network that can be trained.
   *
   * @param config its architecture
   * @param parameters its parameters of {@link WeightFormat#FLOAT32}, shared; after changing them
   *     call {@link #repack}
   * @param kernels the arithmetic
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other, or for another format
   */
  public static ForecasterNetwork trainable(
      ForecasterConfig config, Parameters parameters, Kernels kernels) {
    return new ForecasterNetwork(config, parameters, kernels, true);
  }

  @Override
  public void repack(Worker w) {
    stack.repack(w);
    head.repack(w);
    w.barrier();
  }

  /** {@return the architecture} */
  public ForecasterConfig config() {
    return config;
  }

  @Override
  void copyTo(Parameters into) {
    stack.copyTo(into);
    head.copyTo(into);
  }

  RecurrentState newState(int batch) {
    return stack.newState(batch);
  }

  StackPass newStackPass(int rows, int batch, @Nullable Parameters gradients) {
    return stack.newPass(rows, batch, gradients);
  }

  RegressionHead.Pass newHeadPass(int rows, @Nullable Parameters gradients) {
    return head.newPass(rows, gradients);
  }
}
