package example;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.head.PoolingPass;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.head.SoftmaxPass;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.List;

/**
 * A class for each sequence of numbers: a bidirectional layer over the features, the mean of its
 * outputs over time, a softmax.
 */
public final class SequenceClassifier {
  private static final SoftmaxHead.Names HEAD = SoftmaxHead.Names.of("output.");

  private final StackConfig config;
  private final Kernels kernels;
  private final Parameters parameters;
  private final RecurrentStack stack;
  private final SoftmaxHead head;

  /** A classifier that can be trained, with parameters drawn from a seed. */
  public SequenceClassifier(
      Cell cell, int features, int hidden, int classes, long seed, Kernels kernels) {
    this.kernels = kernels;
    config = StackConfig.of(features, cell, List.of(hidden), Directions.CONCATENATED);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    config.declare(layout, "rnn.");
    SoftmaxHead.declare(layout, HEAD, classes, config.outputSize());
    parameters = new Parameters(layout.build());
    RandomSource random = new RandomSource(seed);
    config.initialize(parameters, "rnn.", Initialization.uniform(0.3f), random);
    SoftmaxHead.initialize(parameters, HEAD, Initialization.uniform(0.3f), random);
    stack = new RecurrentStack(config, parameters, "rnn.", kernels, true);
    head = new SoftmaxHead(HEAD, parameters, kernels, true);
  }

  public Parameters parameters() {
    return parameters;
  }

  public Kernels kernels() {
    return kernels;
  }

  /** Takes over parameters that were changed; called by every worker. */
  public void repack(Worker w) {
    stack.repack(w);
    head.repack(w);
    w.barrier();
  }

  /** Forward and backward pass, in buffers for batches of up to so many elements and sequences. */
  public static final class Pass {
    private final SequenceClassifier model;
    private final StackPass stack;
    private final PoolingPass pooling;
    private final SoftmaxPass head;
    private Matrix pooled = Matrix.zeros(0, 0);
    private Matrix dPooled = Matrix.zeros(0, 0);
    private DenseInput input = new DenseInput(pooled);

    public Pass(SequenceClassifier model, int maxRows, int maxBatch, Parameters gradients) {
      this.model = model;
      stack = model.stack.newPass(maxRows, maxBatch, gradients);
      pooling = new MeanOverTime().newPass(stack);
      head = model.head.newPass(maxBatch, gradients);
    }

    /** The sequences to read; their elements are the rows of {@code features}. */
    public void begin(SequenceBatch batch, Matrix features) {
      stack.begin(batch, model.stack.newState(batch.batch()));
      head.shape(SequenceBatch.full(1, batch.batch()));
      input = new DenseInput(features);
      pooled = Matrix.zeros(batch.batch(), model.config.outputSize());
      dPooled = Matrix.zeros(batch.batch(), model.config.outputSize());
    }

    /** Computes the logits. Called, as all below, by every worker. */
    public void forward(Worker w) {
      stack.forward(w, input);
      pooling.forward(w, pooled);
      head.forward(w, pooled);
    }

    /** The losses of the logits. */
    public void loss(Worker w, int[] classes) {
      head.loss(w, classes);
    }

    /** The losses, and the gradients of their mean. */
    public void backward(Worker w, int[] classes) {
      head.backward(w, pooled, classes, 1f / stack.batch().batch(), dPooled);
      pooling.backward(w, dPooled);
      stack.backward(w, input, 0);
    }

    public double totalLoss() {
      return head.totalLoss();
    }

    /** (B, classes): the class of a sequence is that of the largest. */
    public Matrix logits() {
      return head.logits();
    }
  }
}
