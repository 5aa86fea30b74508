package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.head.AdaptiveClusters;
import dev.rnn4j.core.head.AdaptiveSoftmaxHead;
import dev.rnn4j.core.head.AdaptiveSoftmaxPass;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * What an adaptive softmax computes, on any kernels: losses and log-probabilities are those of
 * double precision, gradients the numeric ones, also of clusters without a row, or with all of
 * them.
 */
public abstract class AdaptiveSoftmaxContract {
  private static final int SAMPLE = 12;
  private static final float SCALE = 0.375f;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small heads. */
  @Provide
  public Arbitrary<AdaptiveCase> cases() {
    return AdaptiveCase.all();
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  public void lossesAndGradientsAreThoseOfTheReference(@ForAll("cases") AdaptiveCase example) {
    assertAsTheReference(example);
  }

  /** More rows than go together at a time: several chunks, the last of them smaller. */
  @Test
  public void allRowsOfALargeBatchMayBelongToOneCluster() {
    for (int among = 0; among < 3; among++) {
      assertAsTheReference(new AdaptiveCase(600, 3, 9, List.of(5, 4, 7), among, 3));
    }
    assertAsTheReference(new AdaptiveCase(600, 0, 9, List.of(5, 4, 7), -1, 3));
  }

  /** So many classes that fewer rows go together. */
  @Test
  public void aClusterMayBeLarge() {
    assertAsTheReference(new AdaptiveCase(40, 0, 5, List.of(3, 40_000), 1, 4));
  }

  private void assertAsTheReference(AdaptiveCase example) {
    Map<String, double[]> variables = example.variables();
    Parameters parameters = example.parameters();
    Parameters gradients = new Parameters(parameters.layout());
    AdaptiveSoftmaxPass pass =
        example
            .head(kernels(), parameters, true)
            .newPass(example.rows() + example.spare(), gradients);
    spoil(example, pass, gradients);
    Samples samples = new Samples(example.seed());
    Matrix x = samples.blank(example.rows(), example.inputs());
    Matrix dx = samples.blank(example.rows(), example.inputs());
    StackRun.copy(AdaptiveCase.of(variables, "x"), x);
    double[] expected = example.losses(variables);
    pass.shape(SequenceBatch.full(example.rows(), 1));
    pass.forward(Worker.solo(), x);
    pass.loss(Worker.solo(), example.targets());
    assertLosses(example, expected, pass);
    pass.backward(Worker.solo(), x, example.targets(), SCALE, dx);
    assertLosses(example, expected, pass);
    variables.forEach((name, variable) -> {
      Matrix actual = name.equals("x") ? dx : gradients.matrix(name);
      int[] chosen = CentralDifferences.sampleIndices(variable.length, SAMPLE, example.seed());
      double[] numeric =
          CentralDifferences.twoPoint()
              .gradient(
                  _ -> SCALE * Arrays.stream(example.losses(variables)).sum(), variable, chosen);
      GradientComparison.ofTerms(example.additions(), 1)
          .assertClose(name, chosen, EngineRun.values(actual), numeric);
    });
  }

  /** Leaves NaN in all buffers: of the shortlist, then of each cluster. */
  private static void spoil(AdaptiveCase example, AdaptiveSoftmaxPass pass, Parameters gradients) {
    Matrix x = Matrix.zeros(example.rows() + example.spare(), example.inputs());
    Arrays.fill(x.data(), Float.NaN);
    pass.shape(SequenceBatch.full(x.rows(), 1));
    int[] targets = new int[x.rows()];
    int at = 0;
    for (int size : example.sizes()) {
      Arrays.fill(targets, at);
      pass.forward(Worker.solo(), x);
      pass.backward(Worker.solo(), x, targets, 1, Matrix.zeros(x.rows(), x.cols()));
      at += size;
    }
    Arrays.fill(gradients.values(), Float.NaN);
  }

  private static void assertLosses(
      AdaptiveCase example, double[] expected, AdaptiveSoftmaxPass pass) {
    double limit = 8 * example.additions() * 0x1p-24 * (1 + GradientComparison.largest(expected));
    for (int r = 0; r < expected.length; r++) {
      assertEquals(expected[r], pass.losses()[r], limit, "loss of row " + r);
    }
    double total = Arrays.stream(expected).sum();
    assertEquals(total, pass.totalLoss(), limit * (1 + expected.length), "total loss");
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void logitsAreTheLogProbabilitiesOfAllClasses(@ForAll("cases") AdaptiveCase example) {
    Map<String, double[]> variables = example.variables();
    AdaptiveSoftmaxPass pass = inference(example).newPass(example.rows() + example.spare(), null);
    forward(example, pass, variables);
    double[][] expected = example.logProbabilities(variables);
    for (int repeated = 0; repeated < 2; repeated++) {
      for (int r = 0; r < example.rows(); r++) {
        double sum = 0;
        for (int v = 0; v < expected[r].length; v++) {
          double limit = 8 * example.additions() * 0x1p-24 * (1 + Math.abs(expected[r][v]));
          assertEquals(expected[r][v], pass.logits().get(r, v), limit, r + ", " + v);
          sum += Math.exp(pass.logits().get(r, v));
        }
        assertEquals(1, sum, 16 * example.additions() * 0x1p-24, "sum of row " + r);
      }
      variables.replaceAll((name, x) -> name.equals("x") ? negated(x) : x);
      forward(example, pass, variables);
      expected = example.logProbabilities(variables);
    }
  }

  private AdaptiveSoftmaxHead inference(AdaptiveCase example) {
    return example.head(kernels(), example.parameters(), false);
  }

  private static void forward(
      AdaptiveCase example, AdaptiveSoftmaxPass pass, Map<String, double[]> variables) {
    Matrix x = new Samples(example.seed()).blank(example.rows(), example.inputs());
    StackRun.copy(AdaptiveCase.of(variables, "x"), x);
    pass.shape(SequenceBatch.full(example.rows(), 1));
    pass.forward(Worker.solo(), x);
  }

  private static double[] negated(double[] values) {
    return Arrays.stream(values).map(value -> -value).toArray();
  }

  @Test
  public void anyNumberOfWorkersGivesTheSameBits() {
    for (int among = -1; among < 3; among++) {
      AdaptiveCase example = new AdaptiveCase(300, 0, 37, List.of(50, 100, 333), among, 5);
      List<double[]> losses = new ArrayList<>();
      List<float[]> gradients = new ArrayList<>();
      for (int threads = 1; threads <= 3; threads++) {
        try (Workers workers = new Workers(threads)) {
          run(example, workers, losses, gradients);
        }
        Bits.assertEqual("losses by " + threads, losses.getFirst(), losses.getLast());
        Bits.assertEqual("gradients by " + threads, gradients.getFirst(), gradients.getLast());
      }
    }
  }

  private void run(
      AdaptiveCase example, Workers workers, List<double[]> losses, List<float[]> gradients) {
    Parameters parameters = example.parameters();
    Parameters into = new Parameters(parameters.layout());
    AdaptiveSoftmaxPass pass =
        example.head(kernels(), parameters, true).newPass(example.rows(), into);
    Matrix x = Matrix.zeros(example.rows(), example.inputs());
    Matrix dx = Matrix.zeros(example.rows(), example.inputs());
    StackRun.copy(AdaptiveCase.of(example.variables(), "x"), x);
    pass.shape(SequenceBatch.full(example.rows(), 1));
    workers.run(w -> {
      pass.forward(w, x);
      pass.loss(w, example.targets());
      pass.backward(w, x, example.targets(), SCALE, dx);
    });
    losses.add(pass.losses().clone());
    gradients.add(EngineRun.concatenated(List.of(into.values(), dx.data())));
  }

  @Test
  public void repackedWeightsAreThoseThatAreComputedWith() {
    AdaptiveCase example = new AdaptiveCase(30, 0, 17, List.of(5, 9, 20), -1, 6);
    AdaptiveCase other = new AdaptiveCase(30, 0, 17, List.of(5, 9, 20), -1, 7);
    Parameters parameters = other.parameters();
    AdaptiveSoftmaxHead head = example.head(kernels(), parameters, true);
    System.arraycopy(
        example.parameters().values(), 0, parameters.values(), 0, parameters.values().length);
    head.repack(Worker.solo());
    Parameters copied = new Parameters(parameters.layout());
    head.copyTo(copied);
    Bits.assertEqual("copied", example.parameters().values(), copied.values());
    AdaptiveSoftmaxPass expected = inference(example).newPass(30, null);
    AdaptiveSoftmaxPass actual = head.newPass(30, new Parameters(parameters.layout()));
    forward(example, expected, example.variables());
    forward(example, actual, example.variables());
    Bits.assertEqual(
        "logits", EngineRun.values(expected.logits()), EngineRun.values(actual.logits()));
  }

  @Test
  public void whatDoesNotFitIsRefused() {
    AdaptiveCase example = new AdaptiveCase(2, 0, 4, List.of(3, 4), -1, 8);
    AdaptiveSoftmaxHead head = inference(example);
    Parameters gradients = new Parameters(example.parameters().layout());
    assertThrows(IllegalStateException.class, () -> head.newPass(2, gradients));
    AdaptiveSoftmaxPass pass = head.newPass(2, null);
    pass.shape(SequenceBatch.full(2, 1));
    assertThrows(IllegalStateException.class, pass::logits);
    assertThrows(IllegalStateException.class, () -> pass.loss(Worker.solo(), new int[2]));
    forward(example, pass, example.variables());
    int[] unknown = {0, 7};
    assertThrows(IndexOutOfBoundsException.class, () -> pass.loss(Worker.solo(), unknown));
    assertThrows(IllegalArgumentException.class, () -> head.smoothLabels(0.1f));
    head.smoothLabels(0);
    for (List<Integer> cutoffs :
        List.of(List.<Integer>of(), List.of(0), List.of(7), List.of(3, 3))) {
      assertThrows(IllegalArgumentException.class, () -> new AdaptiveClusters(7, cutoffs));
    }
  }
}
