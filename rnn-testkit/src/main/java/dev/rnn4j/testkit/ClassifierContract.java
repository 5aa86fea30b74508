package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierNetwork;
import dev.rnn4j.core.model.ClassifierPass;
import dev.rnn4j.core.parameter.Parameters;
import java.util.ArrayList;
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
 * What a classifier computes, on any kernels and with any pooling: losses, probabilities and
 * gradients are those of double precision, for texts of any lengths in any order.
 */
public abstract class ClassifierContract {
  private static final int SAMPLE = 7;
  private static final float SCALE = 0.375f;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small classifiers. */
  @Provide
  public Arbitrary<ClassifierCase> cases() {
    return ClassifierCase.all();
  }

  private ClassifierNetwork network(ClassifierCase example, boolean trainable) {
    Parameters parameters = new Parameters(example.config().layout());
    example.parameters().forEach((name, from) -> StackRun.copy(from, parameters.matrix(name)));
    return trainable
        ? ClassifierNetwork.trainable(example.config(), parameters, kernels())
        : ClassifierNetwork.of(example.config(), parameters, kernels());
  }

  /** More and longer texts than those of a case, so that buffers must shrink again. */
  private static List<ClassifiedSequence> more(ClassifierCase example) {
    List<ClassifiedSequence> more = new ArrayList<>(example.examples());
    more.add(new ClassifiedSequence(new int[11], 0));
    more.add(new ClassifiedSequence(new int[0], 1));
    return more;
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void lossesAndGradientsAreThoseOfTheReference(@ForAll("cases") ClassifierCase example) {
    Map<String, double[]> variables = example.parameters();
    ReferenceClassifier reference = new ReferenceClassifier(example, variables, true);
    double[] losses = reference.losses();
    Assume.that(reference.kinkDistance() > StackChecks.KINK_DISTANCE);
    ClassifierNetwork network = network(example, true);
    Parameters gradients = new Parameters(network.parameters().layout());
    ClassifierPass pass = new ClassifierPass(network, gradients);
    pass.begin(more(example));
    pass.compute(Worker.solo(), 1, 1);
    Arrays.fill(gradients.values(), Float.NaN);
    pass.begin(example.examples());
    pass.compute(Worker.solo(), SCALE, example.key());
    GradientComparison comparison = comparison(example);
    assertLosses(comparison, losses, pass);
    variables.forEach((name, variable) -> {
      int[] chosen = CentralDifferences.sampleIndices(variable.length, SAMPLE, example.key());
      double[] numeric =
          CentralDifferences.twoPoint()
              .gradient(_ -> SCALE * Arrays.stream(reference.losses()).sum(), variable, chosen);
      comparison.assertClose(name, chosen, EngineRun.values(gradients.matrix(name)), numeric);
    });
  }

  private static void assertLosses(
      GradientComparison comparison, double[] losses, ClassifierPass pass) {
    float[] actual = new float[losses.length];
    for (int i = 0; i < losses.length; i++) {
      actual[i] = (float) pass.loss(i);
    }
    comparison.assertClose("loss", actual, losses);
    assertEquals(Arrays.stream(losses).sum(), pass.totalLoss(), 1e-3 * (1 + losses.length));
  }

  private static GradientComparison comparison(ClassifierCase example) {
    double sums =
        GradientComparison.sumLength(example.config().stack(), example.stack().batch())
            + 2.0 * example.config().pooledSize();
    return GradientComparison.ofTerms(sums, 1);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void probabilitiesAreThoseOfTheReference(@ForAll("cases") ClassifierCase example) {
    ReferenceClassifier reference = new ReferenceClassifier(example, example.parameters(), false);
    ClassifierPass pass = new ClassifierPass(network(example, false));
    pass.begin(more(example));
    pass.evaluate(Worker.solo());
    pass.begin(example.examples());
    pass.evaluate(Worker.solo());
    GradientComparison comparison = comparison(example);
    assertLosses(comparison, reference.losses(), pass);
    for (int i = 0; i < example.examples().size(); i++) {
      comparison.assertClose("p", pass.probabilities(i), reference.probabilitiesOf(i));
    }
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void aTextInABatchGivesTheBitsItGivesAlone(@ForAll("cases") ClassifierCase example) {
    ClassifierNetwork network = network(example, false);
    ClassifierPass together = new ClassifierPass(network);
    together.begin(more(example));
    together.evaluate(Worker.solo());
    ClassifierPass alone = new ClassifierPass(network);
    for (int i = 0; i < example.examples().size(); i++) {
      alone.begin(List.of(example.examples().get(i)));
      alone.evaluate(Worker.solo());
      Bits.assertEqual("probabilities", alone.probabilities(0), together.probabilities(i));
      Bits.assertEqual("pooled", alone.pooled(0), together.pooled(i));
      Bits.assertEqual("attention", alone.attention(0), together.attention(i));
    }
  }

  @Property(tries = 4, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfThreadsGivesTheSameBits(@ForAll("cases") ClassifierCase example) {
    float[] alone = gradients(example, 1);
    for (int threads : new int[] {2, 3}) {
      Bits.assertEqual(threads + " workers", alone, gradients(example, threads));
    }
  }

  private float[] gradients(ClassifierCase example, int threads) {
    ClassifierNetwork network = network(example, true);
    Parameters gradients = new Parameters(network.parameters().layout());
    ClassifierPass pass = new ClassifierPass(network, gradients);
    pass.begin(more(example));
    try (Workers workers = new Workers(threads)) {
      workers.run(w -> pass.compute(w, SCALE, example.key()));
    }
    return gradients.values();
  }

  @Property(tries = 10, edgeCases = EdgeCasesMode.NONE)
  public void aNetworkForUseHasTheParametersToTheBit(@ForAll("cases") ClassifierCase example) {
    Bits.assertEqual(
        "parameters",
        network(example, true).parameters().values(),
        network(example, false).parameters().values());
  }
}
