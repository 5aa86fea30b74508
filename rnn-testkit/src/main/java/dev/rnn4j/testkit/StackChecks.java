package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Assume;

/** The comparisons of an engine's stack with the reference that several contracts make. */
final class StackChecks {
  /** A kink nearer than this may lie inside a difference of {@link CentralDifferences}. */
  static final double KINK_DISTANCE = 1e-3;

  private static final int SAMPLE = 7;

  private StackChecks() {}

  /** The outputs of every step and the states after the last one. */
  static void assertValues(StackCase example, Kernels kernels) {
    StackRun run = new StackRun(example, kernels);
    run.begin();
    run.forward(Worker.solo());
    assertValues(example, new StackReference(example).run().values(), run.outputs());
  }

  /** The same of a stack in use. */
  static void assertValuesInUse(StackCase example, Kernels kernels) {
    StackRun run = new StackRun(example, kernels);
    run.begin();
    run.use(Worker.solo());
    assertValues(example, new StackReference(example).runInUse().values(), run.outputs());
  }

  private static void assertValues(StackCase example, BatchValues expected, BatchValues actual) {
    GradientComparison comparison = comparison(example);
    comparison.assertClose("y", floats(actual.elements()), expected.elements());
    for (int i = 0; i < expected.hidden().size(); i++) {
      comparison.assertClose(
          "h(T) of layer " + i, floats(actual.hidden().get(i)), expected.hidden().get(i));
      comparison.assertClose(
          "c(T) of layer " + i, floats(actual.cell().get(i)), expected.cell().get(i));
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** All gradients of a random weighted sum of the outputs and the states after the last step. */
  static void assertGradients(StackCase example, Kernels kernels) {
    StackReference reference = smooth(example);
    BatchValues weights = example.weights();
    StackRun run = new StackRun(example, kernels).solo(weights);
    assertGradients(example, reference, run, weights::dot);
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
      StackRun run,
      ToDoubleFunction<BatchValues> loss) {
    GradientComparison comparison = comparison(example);
    Map<String, double[]> analytic = run.allGradients();
    reference
        .variables()
        .forEach((name, variable) -> {
          double[] actual = analytic.getOrDefault(name, new double[0]);
          if (actual.length != variable.length) {
            throw new AssertionError(
                "%s: %d gradients of %d".formatted(name, actual.length, variable.length));
          }
          int[] chosen = CentralDifferences.sampleIndices(variable.length, SAMPLE, example.seed());
          double[] numeric =
              CentralDifferences.twoPoint()
                  .gradient(_ -> loss(reference.run(), loss), variable, chosen);
          comparison.assertClose(name, chosen, floats(actual), numeric);
        });
  }

  private static double loss(StackReference.Result result, ToDoubleFunction<BatchValues> loss) {
    return loss.applyAsDouble(result.values()) + result.penalty();
  }

  /** Inputs, states, biases and the weights of losses are of magnitude 1. */
  static GradientComparison comparison(StackCase example) {
    return GradientComparison.ofTerms(
        GradientComparison.sumLength(example.config(), example.batch()), 1);
  }
}
