package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.TaggedSentence;
import dev.rnn4j.core.model.TaggerNetwork;
import dev.rnn4j.core.model.TaggerPass;
import dev.rnn4j.core.parameter.ParameterLayout;
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
 * What a tagger computes, on any kernels: losses and gradients are those of double precision, with
 * every kind of character features and head; any number of threads gives the same bits.
 */
public abstract class TaggerContract {
  private static final float SCALE = 0.375f;
  private static final long KEY = 4711;
  private static final int SAMPLE = 12;
  private static final double KINK_DISTANCE = 1e-3;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small taggers. */
  @Provide
  public Arbitrary<TaggerCase> cases() {
    return TaggerCase.all();
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void lossesAndGradientsAreThoseOfTheReference(@ForAll("cases") TaggerCase example) {
    Map<String, double[]> variables = example.parameters();
    ReferenceTagger reference = new ReferenceTagger(example, variables);
    double expected = Arrays.stream(reference.losses()).sum();
    Assume.that(reference.kinkDistance() > KINK_DISTANCE);
    Parameters gradients = new Parameters(example.config().layout());
    TaggerPass pass = pass(example, gradients);
    pass.begin(example.sentences());
    pass.evaluate(Worker.solo());
    assertEquals(expected, pass.totalLoss(), 1e-4);
    pass.compute(Worker.solo(), SCALE, KEY);
    assertEquals(Arrays.stream(reference.losses(KEY)).sum(), pass.totalLoss(), 1e-4);
    variables.forEach((name, variable) -> {
      int[] chosen = CentralDifferences.sampleIndices(variable.length, SAMPLE, example.seed());
      double[] numeric =
          CentralDifferences.twoPoint()
              .gradient(_ -> SCALE * Arrays.stream(reference.losses(KEY)).sum(), variable, chosen);
      GradientComparison.ofTerms(300, 1)
          .assertClose(name, chosen, EngineRun.values(gradients.matrix(name)), numeric);
    });
  }

  /** A pass whose buffers hold what a larger batch left. */
  private TaggerPass pass(TaggerCase example, Parameters gradients) {
    Parameters parameters = new Parameters(gradients.layout());
    Map<String, double[]> values = example.parameters();
    for (ParameterLayout.Entry entry : gradients.layout().entries()) {
      StackRun.copy(
          values.getOrDefault(entry.name(), new double[0]), parameters.matrix(entry.name()));
    }
    TaggerNetwork network = TaggerNetwork.trainable(example.config(), parameters, kernels());
    TaggerPass pass = new TaggerPass(network, gradients, example.unknownRates());
    List<TaggedSentence> more = new ArrayList<>(example.sentences());
    more.add(new TaggedSentence(new int[] {1, 2}, new int[][] {{1, 1}, {2}}, new int[] {1, 2}));
    pass.begin(more);
    pass.compute(Worker.solo(), 1e20f, KEY);
    Arrays.fill(gradients.values(), Float.NaN);
    return pass;
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfThreadsGivesTheSameBits(@ForAll("cases") TaggerCase example) {
    float[] alone = bits(example, 1);
    for (int threads = 2; threads <= 3; threads++) {
      Bits.assertEqual("%d threads".formatted(threads), alone, bits(example, threads));
    }
  }

  private float[] bits(TaggerCase example, int threads) {
    Parameters gradients = new Parameters(example.config().layout());
    TaggerPass pass = pass(example, gradients);
    pass.begin(example.sentences());
    try (Workers workers = new Workers(threads)) {
      workers.run(w -> pass.compute(w, SCALE, KEY));
    }
    return EngineRun.concatenated(
        List.of(gradients.values(), new float[] {(float) pass.totalLoss()}));
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void aSentenceLosesAloneWhatItLosesAmongOthers(@ForAll("cases") TaggerCase example) {
    TaggerPass pass = pass(example, new Parameters(example.config().layout()));
    double sum = 0;
    for (TaggedSentence sentence : example.sentences()) {
      pass.begin(List.of(sentence));
      pass.evaluate(Worker.solo());
      sum += pass.totalLoss();
    }
    pass.begin(example.sentences());
    pass.evaluate(Worker.solo());
    assertEquals(sum, pass.totalLoss(), 1e-12 * (1 + Math.abs(sum)));
  }
}
