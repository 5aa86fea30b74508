package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.head.HeadPass;
import dev.rnn4j.core.head.RegressionHead;
import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;

/**
 * What the heads compute, on any kernels: losses are those of double precision, gradients the
 * numeric ones; of as many rows as there are, not as the buffers hold.
 */
public abstract class HeadContract {
  private static final int SAMPLE = 12;
  private static final float SCALE = 0.375f;
  private static final String PREFIX = "out.";

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small heads. */
  @Provide
  public Arbitrary<HeadCase> cases() {
    return HeadCase.all();
  }

  /** All losses of numbers. */
  @Provide
  public Arbitrary<RegressionLoss> losses() {
    return Arbitraries.of(
        new RegressionLoss.Squared(),
        new RegressionLoss.Absolute(),
        new RegressionLoss.Quantiles(List.of(0.5)),
        new RegressionLoss.Quantiles(List.of(0.05, 0.5, 0.8)));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  public void theErrorsOfNumbersAreThoseOfTheReference(
      @ForAll("cases") HeadCase any, @ForAll("losses") RegressionLoss loss) {
    HeadCase example = any.withOutputs(any.outputs() * loss.outputs());
    Parameters parameters = parameters(example);
    Parameters gradients = new Parameters(parameters.layout());
    HeadPass<Matrix> pass =
        new RegressionHead(PREFIX, parameters, kernels(), true, loss)
            .newPass(example.rows() + example.spare(), gradients);
    double[] numbers = example.numbers(loss.outputs());
    Matrix targets = new Samples(example.seed()).blank(example.rows(), any.outputs());
    StackRun.copy(numbers, targets);
    Matrix others = Matrix.zeros(example.rows() + example.spare(), any.outputs());
    Map<String, double[]> variables = example.variables();
    new Check<>(example, pass, gradients)
        .assertClose(targets, others, variables, () -> errors(example, loss, numbers, variables));
  }

  private static double[] errors(
      HeadCase example, RegressionLoss loss, double[] targets, Map<String, double[]> variables) {
    double[][] predictions = example.predictions(variables);
    double[] losses = new double[example.rows()];
    int perTarget = loss.outputs();
    int width = example.outputs() / perTarget;
    for (int r = 0; r < losses.length; r++) {
      for (int j = 0; j < example.outputs(); j++) {
        double target = targets[r * width + j / perTarget];
        if (!Double.isNaN(target)) {
          losses[r] += error(loss, j % perTarget, target - predictions[r][j]);
        }
      }
    }
    return losses;
  }

  /** Of what is lacking: target less prediction. */
  private static double error(RegressionLoss loss, int output, double lacking) {
    return switch (loss) {
      case RegressionLoss.Squared() -> lacking * lacking / 2;
      case RegressionLoss.Absolute() -> Math.max(lacking, -lacking);
      case RegressionLoss.Quantiles(List<Double> levels) -> {
        double level = levels.get(output);
        yield Math.max(level * lacking, (level - 1) * lacking);
      }
    };
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void theCrossEntropyIsThatOfTheReference(@ForAll("cases") HeadCase example) {
    Parameters parameters = parameters(example);
    Parameters gradients = new Parameters(parameters.layout());
    HeadPass<int[]> pass =
        new SoftmaxHead(SoftmaxHead.Names.of(PREFIX), parameters, kernels(), true)
            .newPass(example.rows() + example.spare(), gradients);
    int[] others = new int[example.rows() + example.spare()];
    Map<String, double[]> variables = example.variables();
    new Check<>(example, pass, gradients)
        .assertClose(
            example.classes(), others, variables, () -> crossEntropies(example, variables));
  }

  /** The losses are those of the targets, the gradients those of the smoothed labels. */
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void theGradientOfSmoothedLabelsIsThatOfTheReference(
      @ForAll("cases") HeadCase example, @ForAll @FloatRange(min = 0, max = 0.9f) float smoothing) {
    Parameters parameters = parameters(example);
    Parameters gradients = new Parameters(parameters.layout());
    SoftmaxHead head = new SoftmaxHead(SoftmaxHead.Names.of(PREFIX), parameters, kernels(), true);
    head.smoothLabels(smoothing);
    HeadPass<int[]> pass = head.newPass(example.rows() + example.spare(), gradients);
    int[] others = new int[example.rows() + example.spare()];
    Map<String, double[]> variables = example.variables();
    new Check<>(example, pass, gradients)
        .assertClose(
            example.classes(),
            others,
            variables,
            () -> crossEntropies(example, variables),
            () -> smoothed(example, variables, smoothing));
  }

  /** -Σ q log p, where q is 1 - ε at the target and ε / V everywhere besides. */
  private static double[] smoothed(
      HeadCase example, Map<String, double[]> variables, double smoothing) {
    int[] targets = example.classes();
    double[][] logits = example.predictions(variables);
    double[] losses = new double[example.rows()];
    for (int r = 0; r < losses.length; r++) {
      double sum = Arrays.stream(logits[r]).map(Math::exp).sum();
      for (int v = 0; v < logits[r].length && targets[r] >= 0; v++) {
        double q = smoothing / logits[r].length + (v == targets[r] ? 1 - smoothing : 0);
        losses[r] += q * (Math.log(sum) - logits[r][v]);
      }
    }
    return losses;
  }

  private static double[] crossEntropies(HeadCase example, Map<String, double[]> variables) {
    int[] targets = example.classes();
    double[][] logits = example.predictions(variables);
    double[] losses = new double[example.rows()];
    for (int r = 0; r < losses.length; r++) {
      if (targets[r] >= 0) {
        double sum = Arrays.stream(logits[r]).map(Math::exp).sum();
        losses[r] = Math.log(sum) - logits[r][targets[r]];
      }
    }
    return losses;
  }

  private static Parameters parameters(HeadCase example) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    RegressionHead.declare(layout, PREFIX, example.outputs(), example.inputs());
    Parameters parameters = new Parameters(layout.build());
    Map<String, double[]> variables = example.variables();
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      StackRun.copy(
          variables.getOrDefault(entry.name(), new double[0]), parameters.matrix(entry.name()));
    }
    return parameters;
  }

  /** One head under test, whatever its targets are. */
  private record Check<T>(HeadCase example, HeadPass<T> pass, Parameters gradients) {
    void assertClose(
        T targets, T others, Map<String, double[]> variables, Supplier<double[]> losses) {
      assertClose(targets, others, variables, losses, losses);
    }

    /** Of losses of which the gradients may be those of others. */
    void assertClose(
        T targets,
        T others,
        Map<String, double[]> variables,
        Supplier<double[]> losses,
        Supplier<double[]> minimized) {
      spoil(others);
      Samples samples = new Samples(example.seed() + 1);
      Matrix x = samples.blank(example.rows(), example.inputs());
      Matrix dx = samples.blank(example.rows(), example.inputs());
      StackRun.copy(variables.getOrDefault("x", new double[0]), x);
      pass.shape(SequenceBatch.full(example.rows(), 1));
      pass.forward(Worker.solo(), x);
      pass.loss(Worker.solo(), targets);
      assertLosses(losses.get());
      pass.backward(Worker.solo(), x, targets, SCALE, dx);
      assertLosses(losses.get());
      variables.forEach((name, variable) -> {
        Matrix actual = name.equals("x") ? dx : gradients.matrix(name);
        assertGradient(name, variable, actual, minimized);
      });
    }

    /** Leaves NaN in all buffers, of as many rows as they hold. */
    private void spoil(T others) {
      Matrix x = Matrix.zeros(example.rows() + example.spare(), example.inputs());
      Arrays.fill(x.data(), Float.NaN);
      pass.shape(SequenceBatch.full(x.rows(), 1));
      pass.forward(Worker.solo(), x);
      pass.backward(Worker.solo(), x, others, 1, Matrix.zeros(x.rows(), x.cols()));
      Arrays.fill(gradients.values(), Float.NaN);
    }

    private void assertLosses(double[] expected) {
      double limit = 8 * additions() * 0x1p-24 * (1 + GradientComparison.largest(expected));
      for (int r = 0; r < expected.length; r++) {
        assertEquals(expected[r], pass.losses()[r], limit, "loss of row " + r);
      }
      double total = Arrays.stream(expected).sum();
      assertEquals(total, pass.totalLoss(), limit * (1 + expected.length), "total loss");
    }

    private void assertGradient(
        String name, double[] variable, Matrix actual, Supplier<double[]> losses) {
      int[] chosen = CentralDifferences.sampleIndices(variable.length, SAMPLE, example.seed());
      double[] numeric =
          CentralDifferences.twoPoint()
              .gradient(_ -> SCALE * Arrays.stream(losses.get()).sum(), variable, chosen);
      GradientComparison.ofTerms(additions(), 1)
          .assertClose(name, chosen, EngineRun.values(actual), numeric);
    }

    /** Of the longest sum and those that its terms are sums of. */
    private double additions() {
      return example.inputs() + 2.0 * example.outputs() + example.rows();
    }
  }
}
