package dev.rnn4j.testkit;

import dev.rnn4j.core.head.AttentionPooling;
import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.MaxOverTime;
import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
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
    assertPooling(example, new MeanOverTime(), (outputs, _) -> ReferencePooling.means(outputs));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void theLastStateOfASequenceIsItsOwn(@ForAll("cases") StackCase example) {
    int directions = example.config().directions().count();
    assertPooling(
        example, new LastState(), (outputs, _) -> ReferencePooling.lastStates(outputs, directions));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void theMaximumOverTimeIsThatOfItsOwnSteps(@ForAll("cases") StackCase example) {
    BatchValues outputs = new StackReference(example).run().values();
    Assume.that(ReferencePooling.distanceOfMaxima(outputs) > StackChecks.KINK_DISTANCE);
    assertPooling(example, new MaxOverTime(), (values, _) -> ReferencePooling.maxima(values));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void attentionIsAMeanWeightedByTheSoftmaxOfScores(@ForAll("cases") StackCase example) {
    assertPooling(example, attention(example), ReferencePooling::attended);
  }

  private static AttentionPooling attention(StackCase example) {
    return new AttentionPooling(1 + (int) Math.floorMod(example.seed(), 18L));
  }

  private void assertPooling(StackCase example, Pooling pooling, Expected expected) {
    StackReference reference = StackChecks.smooth(example);
    PoolingRun run = new PoolingRun(example, pooling, kernels());
    run.spoil();
    int batch = example.lengths().size();
    int width = pooling.outputSize(example.config());
    Samples samples = new Samples(example.seed());
    Matrix y = samples.blank(batch, width);
    run.forward(Worker.solo(), y);
    Map<String, double[]> own = run.parameters();
    double[] values = Arrays.copyOf(expected.rows(reference.run().values(), own), batch * width);
    GradientComparison comparison = StackChecks.comparison(example);
    comparison.assertClose("pooled", EngineRun.values(y), values);
    double[] weights = example.weights(values.length);
    Matrix dy = samples.blank(batch, width);
    StackRun.copy(weights, dy);
    run.backward(Worker.solo(), dy);
    StackChecks.assertGradients(
        example, reference, run.stack(), v -> BatchValues.dot(weights, expected.rows(v, own)));
    own.forEach((name, variable) -> {
      double[] numeric =
          CentralDifferences.twoPoint()
              .gradient(
                  _ -> BatchValues.dot(weights, expected.rows(reference.run().values(), own)),
                  variable);
      comparison.assertClose(name, EngineRun.values(run.gradients().matrix(name)), numeric);
    });
  }

  /** What pooling should give, of double precision. */
  @FunctionalInterface
  private interface Expected {
    /** (B, width); as many of its beginning as are not zero. */
    double[] rows(BatchValues outputs, Map<String, double[]> parameters);
  }

  @Property(tries = 4, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfThreadsGivesTheSameBits(@ForAll("cases") StackCase example) {
    List<Pooling> kinds =
        List.of(new MeanOverTime(), new LastState(), new MaxOverTime(), attention(example));
    for (Pooling pooling : kinds) {
      float[] alone = gradients(example, pooling, 1);
      for (int count : new int[] {2, 3}) {
        Bits.assertEqual(count + " workers, " + pooling, alone, gradients(example, pooling, count));
      }
    }
  }

  /** What is pooled, and the gradients of the parameters. */
  private float[] gradients(StackCase example, Pooling pooling, int threads) {
    PoolingRun run = new PoolingRun(example, pooling, kernels());
    Matrix y = Matrix.zeros(example.lengths().size(), pooling.outputSize(example.config()));
    try (Workers workers = new Workers(threads)) {
      run.begin();
      workers.run(w -> {
        run.forward(w);
        run.pool(w, y);
        run.backward(w, y);
      });
    }
    return EngineRun.concatenated(
        List.of(y.data(), run.stack().parameterGradients(), run.gradients().values()));
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void aSequenceIsPooledInABatchAsItIsAlone(@ForAll("undropped") StackCase example) {
    for (Pooling pooling : List.of(new MaxOverTime(), attention(example))) {
      int width = pooling.outputSize(example.config());
      Matrix together = Matrix.zeros(example.lengths().size(), width);
      new PoolingRun(example, pooling, kernels()).forward(Worker.solo(), together);
      for (int b = 0; b < together.rows(); b++) {
        Matrix alone = Matrix.zeros(1, width);
        new PoolingRun(example, example.inputs().alone(b), pooling, kernels())
            .forward(Worker.solo(), alone);
        Bits.assertEqual(
            pooling + " of sequence " + b,
            EngineRun.values(alone),
            EngineRun.values(together.rowRange(b, b + 1)));
      }
    }
  }

  /** Random small stacks without dropout, whose masks depend on where an element stands. */
  @Provide
  public Arbitrary<StackCase> undropped() {
    return StackCases.withoutDropout();
  }
}
