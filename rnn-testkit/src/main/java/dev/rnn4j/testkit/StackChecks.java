package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Assume;

/** The comparisons of an engine's stack with the reference that several contracts make. */
final class StackChecks {
  /** A kink nearer than this may lie inside a difference of {@link CentralDifferences}. */
  private static final double KINK_DISTANCE = 1e-3;

  private static final int SAMPLE = 7;

  private StackChecks() {}

  /** The outputs of every step and the states after the last one. */
  static void assertValues(StackCase example, Kernels kernels) {
    StackRun run = new StackRun(example, kernels);
    run.begin();
    run.forward(Worker.solo());
    StackReference.Result expected = new StackReference(example).run();
    GradientComparison comparison =
        comparison(example, GradientComparison.largest(expected.outputs()));
    comparison.assertClose("y", EngineRun.values(run.pass().output()), expected.outputs());
    RecurrentState last = run.end();
    for (int i = 0; i < last.layers(); i++) {
      comparison.assertClose(
          "h(T) of layer " + i, EngineRun.values(last.hidden(i)), expected.hidden().get(i));
      comparison.assertClose(
          "c(T) of layer " + i, EngineRun.values(last.cell(i)), expected.cell().get(i));
    }
  }

  /** All gradients of a random weighted sum of the outputs and the states after the last step. */
  static void assertGradients(StackCase example, Kernels kernels) {
    StackReference reference = smooth(example);
    StackReference.Result values = reference.run();
    double[] y = example.lossWeights(0, values.outputs().length);
    List<double[]> h = weights(example, 1, values.hidden());
    List<double[]> c = weights(example, 101, values.cell());
    StackRun run = new StackRun(example, kernels);
    run.begin();
    run.forward(Worker.solo());
    run.weigh(y, h, c);
    run.backward(Worker.solo());
    assertGradients(example, reference, run.gradients(), result -> loss(result, y, h, c));
  }

  private static List<double[]> weights(StackCase example, int purpose, List<double[]> values) {
    List<double[]> weights = new ArrayList<>();
    for (double[] each : values) {
      weights.add(example.lossWeights(purpose + weights.size(), each.length));
    }
    return weights;
  }

  private static double loss(
      StackReference.Result result, double[] y, List<double[]> h, List<double[]> c) {
    double loss = StackReference.dot(y, result.outputs());
    for (int i = 0; i < h.size(); i++) {
      loss += StackReference.dot(h.get(i), result.hidden().get(i));
      loss += StackReference.dot(c.get(i), result.cell().get(i));
    }
    return loss;
  }

  /** Skips cases with a kink where they would be differentiated. */
  static StackReference smooth(StackCase example) {
    StackReference reference = new StackReference(example);
    Assume.that(reference.run().kinkDistance() > KINK_DISTANCE);
    return reference;
  }

  /** Some elements of every gradient against those of a loss that is a sum of terms of about 1. */
  static void assertGradients(
      StackCase example,
      StackReference reference,
      Map<String, float[]> analytic,
      ToDoubleFunction<StackReference.Result> loss) {
    GradientComparison comparison = comparison(example, 1);
    reference
        .variables()
        .forEach((name, variable) -> {
          float[] actual = analytic.getOrDefault(name, new float[0]);
          if (actual.length != variable.length) {
            throw new AssertionError(
                "%s: %d gradients of %d".formatted(name, actual.length, variable.length));
          }
          int[] chosen = CentralDifferences.sampleIndices(variable.length, SAMPLE, example.seed());
          double[] numeric =
              CentralDifferences.twoPoint()
                  .gradient(_ -> loss.applyAsDouble(reference.run()), variable, chosen);
          comparison.assertClose(name, chosen, actual, numeric);
        });
  }

  static GradientComparison comparison(StackCase example, double scale) {
    return new GradientComparison(
        GradientComparison.sumLength(example.config(), example.batch()), scale);
  }
}
