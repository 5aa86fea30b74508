package dev.rnn4j.testkit;

import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.head.PoolingPass;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An engine's pooling of the outputs of a {@link StackRun}, in buffers for more than is needed, and
 * with parameters of its own if it has any.
 */
final class PoolingRun {
  private static final String PREFIX = "pooling.";

  private final Pooling pooling;
  private final StackCase example;
  private final StackRun stack;
  private final Map<String, double[]> parameters = new LinkedHashMap<>();
  private final Parameters gradients;
  private final PoolingPass pass;

  PoolingRun(StackCase example, Pooling pooling, Kernels kernels) {
    this(example, example.inputs(), pooling, kernels);
  }

  PoolingRun(StackCase example, BatchValues inputs, Pooling pooling, Kernels kernels) {
    this.pooling = pooling;
    this.example = example;
    int more = example.lengths().size() + 1;
    stack = new StackRun(example, inputs, kernels, more);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    pooling.declare(layout, PREFIX, example.config());
    Parameters floats = new Parameters(layout.build());
    SplittableRandom random = new SplittableRandom(example.seed());
    for (ParameterLayout.Entry entry : floats.layout().entries()) {
      double[] values = random.doubles(entry.size(), -1, 1).map(x -> (float) x).toArray();
      parameters.put(entry.name(), values);
      StackRun.copy(values, floats.matrix(entry.name()));
    }
    gradients = new Parameters(floats.layout());
    Arrays.fill(gradients.values(), Float.NaN);
    pass =
        pooling
            .bind(floats, PREFIX, kernels, true)
            .newPass(stack.pass(), example.batch().rows() + more, gradients);
  }

  /** Leaves NaN in all buffers, of a batch that is larger in every respect. */
  void spoil() {
    stack.spoil();
    Matrix rows = Matrix.zeros(example.lengths().size() + 1, pooling.outputSize(example.config()));
    Arrays.fill(rows.data(), Float.NaN);
    pass.forward(Worker.solo(), rows);
    pass.backward(Worker.solo(), rows);
  }

  void begin() {
    stack.begin();
  }

  /** Of the stack. */
  void forward(Worker w) {
    stack.forward(w);
  }

  void pool(Worker w, Matrix y) {
    pass.forward(w, y);
  }

  /** From the beginning. */
  void forward(Worker w, Matrix y) {
    begin();
    forward(w);
    pool(w, y);
  }

  /** Of the pooling and of the stack. */
  void backward(Worker w, Matrix dy) {
    pass.backward(w, dy);
    stack.backward(w);
  }

  StackRun stack() {
    return stack;
  }

  /** The pooling's own, live. */
  Map<String, double[]> parameters() {
    return parameters;
  }

  /** Of the pooling's own parameters. */
  Parameters gradients() {
    return gradients;
  }
}
