package dev.rnn4j.testkit;

import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.head.PoolingPass;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What pooling makes of the outputs of a stack, on any kernels: one row for each sequence, empty
 * ones too, and its gradient through the stack.
 */
public abstract class PoolingContract {
  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small stacks, ragged or not. */
  @Provide
  public Arbitrary<StackCase> cases() {
    return StackCases.all();
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void theMeanOverTimeLeavesOutWhatIsNotThere(@ForAll("cases") StackCase example) {
    assertPooling(example, new MeanOverTime(), PoolingContract::means);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void theLastStateOfASequenceIsItsOwn(@ForAll("cases") StackCase example) {
    int directions = example.config().directions().count();
    assertPooling(example, new LastState(), outputs -> lastStates(outputs, directions));
  }

  /** (B, width); zeros for an empty sequence. */
  private static double[] means(BatchValues outputs) {
    SequenceBatch batch = outputs.batch();
    int width = batch.rows() == 0 ? 0 : outputs.elements().length / batch.rows();
    double[] means = new double[batch.batch() * width];
    for (int b = 0; b < batch.batch(); b++) {
      for (double[] step : outputs.sequence(b)) {
        for (int j = 0; j < width; j++) {
          means[b * width + j] += step[j] / batch.length(b);
        }
      }
    }
    return means;
  }

  /** (B, directions · H). */
  private static double[] lastStates(BatchValues outputs, int directions) {
    double[][] rows = new double[outputs.batch().batch() * directions][];
    Arrays.setAll(
        rows,
        i -> {
          List<double[]> layers = outputs.hidden(i / directions);
          return layers.get(layers.size() - directions + i % directions);
        });
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private void assertPooling(
      StackCase example, Pooling pooling, Function<BatchValues, double[]> expected) {
    StackReference reference = StackChecks.smooth(example);
    StackRun run = new StackRun(example, kernels());
    PoolingPass pass = pooling.newPass(run.pass());
    Samples samples = new Samples(example.seed());
    int width = pooling.outputSize(example.config());
    Matrix y = samples.blank(example.lengths().size(), width);
    run.begin();
    run.forward(Worker.solo());
    pass.forward(Worker.solo(), y);
    double[] values = Arrays.copyOf(expected.apply(reference.run().values()), y.rows() * width);
    StackChecks.comparison(example).assertClose("pooled", EngineRun.values(y), values);
    double[] weights = example.weights(values.length);
    Matrix dy = samples.blank(y.rows(), width);
    StackRun.copy(weights, dy);
    Matrix stale = run.pass().outputGradient();
    StackRun.copy(filled(stale.rows() * stale.cols()), stale);
    pass.backward(Worker.solo(), dy);
    run.backward(Worker.solo());
    StackChecks.assertGradients(
        example, reference, run, v -> BatchValues.dot(weights, expected.apply(v)));
  }

  @Property(tries = 4, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfThreadsGivesTheSameBits(@ForAll("cases") StackCase example) {
    for (Pooling pooling : List.of(new MeanOverTime(), new LastState())) {
      float[] alone = gradients(example, pooling, 1);
      for (int count : new int[] {2, 3}) {
        Bits.assertEqual(count + " workers, " + pooling, alone, gradients(example, pooling, count));
      }
    }
  }

  /** What is pooled, and the gradients of the parameters. */
  private float[] gradients(StackCase example, Pooling pooling, int threads) {
    StackRun run = new StackRun(example, kernels());
    PoolingPass pass = pooling.newPass(run.pass());
    Matrix y = Matrix.zeros(example.lengths().size(), pooling.outputSize(example.config()));
    run.begin();
    try (Workers workers = new Workers(threads)) {
      workers.run(w -> {
        run.forward(w);
        pass.forward(w, y);
        pass.backward(w, y);
        run.backward(w);
      });
    }
    return EngineRun.concatenated(List.of(y.data(), run.parameterGradients()));
  }

  private static double[] filled(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
