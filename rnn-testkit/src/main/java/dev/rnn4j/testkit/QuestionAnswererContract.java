package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.QuestionAnswererConfig;
import dev.rnn4j.core.model.QuestionAnswererNetwork;
import dev.rnn4j.core.model.QuestionAnswererPass;
import dev.rnn4j.core.model.QuestionExample;
import dev.rnn4j.core.parameter.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * What a model that answers questions computes, on any kernels: its values are those of the
 * double-precision reference, its gradients the numeric ones, and what an example gives does not
 * depend on the others, nor on the number of threads.
 */
public abstract class QuestionAnswererContract {
  private static final long KEY = 12345;
  private static final float SCALE = 0.375f;
  private static final int SAMPLE = 5;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small models with a batch each. */
  @Provide
  public Arbitrary<QuestionCase> cases() {
    return QuestionCase.all();
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void valuesAreThoseOfTheReference(@ForAll("cases") QuestionCase example) {
    ReferenceQuestionAnswerer reference =
        new ReferenceQuestionAnswerer(example, example.parameters(), false, KEY);
    QuestionAnswererPass pass = new QuestionAnswererPass(example.network(kernels(), false), null);
    pass.begin(example.examples());
    pass.evaluate(Worker.solo());
    GradientComparison comparison = comparison(example);
    for (int i = 0; i < example.lengths().size(); i++) {
      ReferenceQuestionAnswerer.Result expected = reference.run(i);
      comparison.assertClose("logits of " + i, pass.logits(i), expected.logits());
      comparison.assertClose("attention of " + i, pass.attention(i), expected.attention());
    }
    assertEquals(reference.totalLoss(), pass.totalLoss(), 1e-4 * (1 + reference.totalLoss()));
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void gradientsAreTheNumericOnes(@ForAll("cases") QuestionCase example) {
    Map<String, double[]> parameters = example.parameters();
    ReferenceQuestionAnswerer reference =
        new ReferenceQuestionAnswerer(example, parameters, true, KEY);
    reference.totalLoss();
    Assume.that(reference.kinkDistance() > StackChecks.KINK_DISTANCE);
    Parameters gradients = gradients(example, 1);
    GradientComparison comparison = comparison(example);
    parameters.forEach((name, values) -> {
      int[] chosen = CentralDifferences.sampleIndices(values.length, SAMPLE, example.seed());
      double[] numeric =
          CentralDifferences.twoPoint()
              .gradient(_ -> SCALE * reference.totalLoss(), values, chosen);
      float[] analytic = Samples.elements(gradients.matrix(name));
      comparison.assertClose(name, chosen, analytic, numeric);
    });
  }

  @Property(tries = 4, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfThreadsGivesTheSameBits(@ForAll("cases") QuestionCase example) {
    float[] expected = gradients(example, 1).values();
    for (int threads = 2; threads <= 3; threads++) {
      Bits.assertEqual("gradients", expected, gradients(example, threads).values());
    }
  }

  /** Of buffers that another batch has left full of NaN. */
  private Parameters gradients(QuestionCase example, int threads) {
    QuestionAnswererNetwork network = example.network(kernels(), true);
    Parameters gradients = new Parameters(network.parameters().layout());
    QuestionAnswererPass pass = new QuestionAnswererPass(network, gradients);
    try (Workers workers = new Workers(threads)) {
      spoil(example, network, pass, workers);
      Arrays.fill(gradients.values(), Float.NaN);
      pass.begin(example.examples());
      workers.run(w -> pass.compute(w, SCALE, KEY));
    }
    return gradients;
  }

  private static void spoil(
      QuestionCase example,
      QuestionAnswererNetwork network,
      QuestionAnswererPass pass,
      Workers workers) {
    float[] sound = network.parameters().values().clone();
    Arrays.fill(network.parameters().values(), Float.NaN);
    workers.run(network::repack);
    QuestionExample longer = new QuestionExample(new int[9], new int[9], 0);
    pass.begin(List.of(longer, longer, longer, longer, longer, longer));
    workers.run(w -> pass.compute(w, SCALE, KEY + 1));
    System.arraycopy(sound, 0, network.parameters().values(), 0, sound.length);
    workers.run(network::repack);
    assertEquals(example.config(), network.config());
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void anExampleOfABatchGivesWhatItGivesAlone(@ForAll("cases") QuestionCase example) {
    QuestionAnswererNetwork network = example.network(kernels(), false);
    QuestionAnswererPass together = new QuestionAnswererPass(network, null);
    QuestionAnswererPass alone = new QuestionAnswererPass(network, null);
    together.begin(example.examples());
    together.evaluate(Worker.solo());
    for (int i = 0; i < example.lengths().size(); i++) {
      alone.begin(List.of(example.examples().get(i)));
      alone.evaluate(Worker.solo());
      Bits.assertEqual("logits of " + i, alone.logits(0), together.logits(i));
      Bits.assertEqual("attention of " + i, alone.attention(0), together.attention(i));
    }
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  public void aNetworkForUseGivesItsParametersBack(@ForAll("cases") QuestionCase example) {
    float[] expected = example.network(kernels(), true).parameters().values();
    Bits.assertEqual(
        "parameters", expected, example.network(kernels(), false).parameters().values());
  }

  @Test
  public void whatDoesNotBelongTogetherIsRefused() {
    QuestionAnswererConfig config =
        QuestionAnswererConfig.of(
            new LstmCell(), 5, 3, List.of(4), List.of(6), Regularization.NONE, 3);
    QuestionCase example = new QuestionCase(config, List.of(3, 2), 1);
    QuestionAnswererPass use = new QuestionAnswererPass(example.network(kernels(), false), null);
    use.begin(example.examples());
    assertThrows(IllegalStateException.class, use::totalLoss);
    assertThrows(IllegalStateException.class, () -> use.attention(0));
    assertThrows(IllegalStateException.class, () -> use.compute(Worker.solo(), 1, 1));
    use.begin(List.of(new QuestionExample(new int[] {5}, new int[] {1}, 0)));
    assertThrows(IndexOutOfBoundsException.class, () -> use.evaluate(Worker.solo()));
    Parameters gradients = new Parameters(config.layout());
    QuestionAnswererNetwork network = example.network(kernels(), false);
    assertThrows(IllegalStateException.class, () -> new QuestionAnswererPass(network, gradients));
    assertThrows(
        IllegalArgumentException.class,
        () -> new QuestionAnswererConfig(5, config.question(), config.question(), 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> new QuestionAnswererConfig(1, config.question(), config.story(), 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> new QuestionAnswererConfig(5, config.question(), config.story(), 1));
  }

  private static GradientComparison comparison(QuestionCase example) {
    int words = example.lengths().stream().mapToInt(Integer::intValue).sum();
    double sum = 2.0 * words + 8.0 * 12;
    for (var stack : List.of(example.config().question(), example.config().story())) {
      sum += stack.inputSize();
      for (var layer : stack.layers()) {
        sum += 4.0 * layer.gates();
      }
    }
    return GradientComparison.ofTerms(sum, 1);
  }
}
