package dev.rnn4j.core.model;

import dev.rnn4j.core.head.PoolingPass;
import dev.rnn4j.core.head.RegressionHead;
import dev.rnn4j.core.head.RegressionLoss.Quantiles;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a forecaster's network over windows of series. The losses are those
 * of the normalised targets.
 */
public final class ForecasterPass implements ExamplePass<SeriesWindow> {
  private final ForecasterNetwork network;
  private final ForecasterConfig config;
  private final @Nullable Parameters gradients;
  private final SeriesEncoder encoder;
  private int maxRows;
  private int maxBatch;
  private StackPass stack;
  private @Nullable PoolingPass pooling;
  private RegressionHead.Pass head;

  private SequenceOrder order = SequenceOrder.of(0);
  private DenseInput input = new DenseInput(Matrix.zeros(0, 0));

  /** What the head reads: of the stack, and the lags; (rows of the head, width). */
  private Matrix read = Matrix.zeros(0, 0);

  private Matrix readStack = read;

  /** The gradients of the two. */
  private Matrix dRead = read;

  private Matrix dReadStack = read;

  /** (rows of the head, H · K), NaN where there is nothing to be held against. */
  private Matrix targets = read;

  /** What the predictions of each target are added to, normalised; (rows of the head, K). */
  private double[] bases = {};

  /**
   * A pass.
   *
   * @param network the network
   * @param gradients receive the gradients of the parameters, in their layout; null for a pass
   *     without a backward pass
   * @throws IllegalStateException if there are gradients, and the network is not trainable
   */
  public ForecasterPass(ForecasterNetwork network, @Nullable Parameters gradients) {
    if (gradients != null && !network.isTrainable()) {
      throw new IllegalStateException("this model was made for use; make it trainable");
    }
    this.network = network;
    this.gradients = gradients;
    config = network.config();
    encoder = new SeriesEncoder(config);
    stack = network.newStackPass(0, 1, gradients);
    head = network.newHeadPass(0, gradients);
  }

  @Override
  public void begin(List<SeriesWindow> windows) {
    int[] lengths = windows.stream().mapToInt(SeriesWindow::length).toArray();
    shape(SequenceOrder.of(lengths));
    for (int b = 0; b < windows.size(); b++) {
      SeriesWindow window = windows.get(order.given(b));
      encoder.begin(window);
      read(window, b);
    }
    stack.begin(order.batch());
  }

  /** Reads one row more of a stream, as what comes after the rows read before. */
  void resume(SeriesWindow row, RecurrentState state) {
    shape(SequenceOrder.of(row.length()));
    read(row, 0);
    stack.begin(order.batch(), state);
  }

  /** Forgets the rows read before. */
  void forget() {
    encoder.forget();
  }

  /** Takes the state after the last row. */
  void end(RecurrentState state) {
    stack.end(state);
  }

  private void shape(SequenceOrder next) {
    order = next;
    SequenceBatch batch = next.batch();
    grow(batch);
    int rows = config.framing().everyStep() ? batch.rows() : batch.batch();
    head.shape(SequenceBatch.full(1, rows));
    if (input.x().rows() != batch.rows()) {
      input = new DenseInput(Matrix.zeros(batch.rows(), config.stack().inputSize()));
    }
    if (targets.rows() != rows) {
      targets = Matrix.zeros(rows, config.predictions());
      bases = new double[rows * config.variables().targets().size()];
      read = Matrix.zeros(rows, config.outputSize());
      readStack = read.columnRange(0, config.stackSize());
      dRead = Matrix.zeros(gradients == null ? 0 : rows, config.outputSize());
      dReadStack = dRead.columnRange(0, config.stackSize());
    }
  }

  /** Remakes the buffers a quarter larger than what does not fit them. */
  private void grow(SequenceBatch batch) {
    if (batch.rows() <= maxRows && batch.batch() <= maxBatch) {
      return;
    }
    maxRows = larger(maxRows, batch.rows());
    maxBatch = larger(maxBatch, batch.batch());
    stack = network.newStackPass(maxRows, maxBatch, gradients);
    boolean everyStep = config.framing().everyStep();
    pooling = everyStep ? null : ForecasterNetwork.LAST.newPass(stack);
    head = network.newHeadPass(everyStep ? maxRows : maxBatch, gradients);
  }

  private static int larger(int capacity, int needed) {
    return needed <= capacity ? capacity : (int) Math.min(Integer.MAX_VALUE, needed * 5L / 4);
  }

  private void read(SeriesWindow window, int b) {
    boolean everyStep = config.framing().everyStep();
    for (int t = 0; t < window.length(); t++) {
      int row = order.batch().row(t, b);
      encoder.encode(window.series(), window.from() + t, input.x(), row);
      if (everyStep) {
        aim(window, window.from() + t + 1, row);
      }
    }
    if (!everyStep) {
      aim(window, window.to(), b);
    }
  }

  /** Sets what is predicted after the rows before {@code at}. */
  private void aim(SeriesWindow window, int at, int row) {
    int count = config.variables().targets().size();
    for (int k = 0; k < count; k++) {
      bases[row * count + k] = encoder.base(k);
    }
    encoder.lags(read, row, config.stackSize());
    for (int p = 0; p < config.predictions(); p++) {
      double value = encoder.column(p % count).normalised(config.target(window, at, p));
      targets.set(row, p, (float) (value - encoder.base(p % count)));
    }
  }

  @Override
  public void evaluate(Worker w) {
    predict(w);
    head.loss(w, targets);
  }

  /**
   * Forward pass without dropout and without losses.
   *
   * @param w whose share to compute
   */
  public void predict(Worker w) {
    stack.forward(w, input);
    handUp(w);
    head.forward(w, read);
  }

  /** From the stack to the head: of the last step, or of every step. */
  private void handUp(Worker w) {
    PoolingPass last = pooling;
    if (last == null) {
      copy(w, stack.output(), readStack);
      w.barrier();
    } else {
      last.forward(w, readStack);
    }
  }

  private static void copy(Worker w, Matrix from, Matrix to) {
    for (int r = w.from(from.rows(), 1); r < w.to(from.rows(), 1); r++) {
      System.arraycopy(from.data(), from.index(r, 0), to.data(), to.index(r, 0), from.cols());
    }
  }

  @Override
  public void compute(Worker w, float scale, long key) {
    stack.forwardTraining(w, input, key);
    handUp(w);
    head.forward(w, read);
    head.backward(w, read, targets, scale, dRead);
    PoolingPass last = pooling;
    if (last == null) {
      copy(w, dReadStack, stack.outputGradient());
      w.barrier();
    } else {
      last.backward(w, dReadStack);
    }
    stack.backward(w, input, key);
  }

  @Override
  public double totalLoss() {
    return head.totalLoss();
  }

  /**
   * What was predicted after the last row of each window, by the last forward pass.
   *
   * @return a forecast for each window, in the order in which they were given
   */
  public List<Forecast> forecasts() {
    Forecast[] all = new Forecast[order.batch().batch()];
    for (int b = 0; b < all.length; b++) {
      int row =
          config.framing().everyStep() ? order.batch().row(order.batch().length(b) - 1, b) : b;
      all[order.given(b)] = forecast(row);
    }
    return List.of(all);
  }

  private Forecast forecast(int row) {
    Matrix outputs = head.predictions();
    int perTarget = config.loss().outputs();
    int count = config.variables().targets().size();
    double[] values = new double[outputs.cols()];
    for (int j = 0; j < values.length; j++) {
      int k = j / perTarget % count;
      values[j] = encoder.column(k).restored(bases[row * count + k] + outputs.get(row, j));
    }
    List<Double> levels =
        config.loss() instanceof Quantiles(List<Double> given) ? given : List.of();
    return new Forecast(config.variables().targets(), levels, values);
  }
}
