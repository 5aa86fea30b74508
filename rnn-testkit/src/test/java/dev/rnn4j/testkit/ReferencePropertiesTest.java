package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold for the reference and the generator on every case the generator makes. */
class ReferencePropertiesTest {
  @Provide
  Arbitrary<LanguageModelCase> cases() {
    return LanguageModelCases.all();
  }

  @Property(tries = 200)
  void probabilitiesOfAllTargetsSumToOne(@ForAll("cases") LanguageModelCase example) {
    ReferenceWindow window = example.window();
    ReferenceLanguageModel model = example.reference();
    double[] sums = new double[window.targets().length];
    for (int v = 0; v < example.config().vocabularySize(); v++) {
      Arrays.fill(window.targets(), v);
      double[] losses = model.run(window).losses();
      for (int r = 0; r < sums.length; r++) {
        sums[r] += Math.exp(-losses[r]);
      }
    }
    double[] ones = new double[sums.length];
    Arrays.fill(ones, 1);
    assertArrayEquals(ones, sums, 1e-13);
  }

  @Property(tries = 200)
  void aWindowCutInTwoWithTheStateCarriedIsTheWholeWindow(
      @ForAll("cases") LanguageModelCase example) {
    Assume.that(example.steps() > 1);
    ReferenceLanguageModel model = example.reference();
    ReferenceWindow whole = example.window().withoutDropout();
    int cut = 1 + (int) Math.floorMod(example.seed(), (long) example.steps() - 1);
    ReferenceResult first = model.run(whole.range(0, cut, whole.initial()));
    ReferenceResult second = model.run(whole.range(cut, whole.steps(), first.finalState()));
    ReferenceResult expected = model.run(whole);
    assertArrayEquals(expected.losses(), concatenated(first.losses(), second.losses()), 0);
    for (int l = 0; l < example.config().hiddenSizes().size(); l++) {
      double[] h = expected.finalState().hidden().get(l);
      assertArrayEquals(h, second.finalState().hidden().get(l), 0);
    }
  }

  @Property(tries = 200)
  void theDecoderBiasHasTheGradientProbabilitiesMinusOneHot(
      @ForAll("cases") LanguageModelCase example) {
    Assume.that(!example.config().isAdaptive()); // its bias is not one of all tokens
    ReferenceWindow window = example.window();
    ReferenceLanguageModel model = example.reference();
    int vocabulary = example.config().vocabularySize();
    double[] expected = new double[vocabulary];
    long count = Arrays.stream(window.targets()).filter(t -> t >= 0).count();
    double[] logits = model.run(window).logits();
    for (int r = 0; r < window.targets().length; r++) {
      double[] row = Arrays.copyOfRange(logits, r * vocabulary, (r + 1) * vocabulary);
      double sum = Arrays.stream(row).map(Math::exp).sum();
      for (int v = 0; v < vocabulary && window.targets()[r] >= 0; v++) {
        expected[v] += (Math.exp(row[v]) / sum - (window.targets()[r] == v ? 1 : 0)) / count;
      }
    }
    int[] all = CentralDifferences.allIndices(vocabulary);
    CentralDifferences differences = CentralDifferences.fourPoint();
    double[] numeric = model.gradient("decoder.bias", all, window, differences);
    assertArrayEquals(expected, numeric, 1e-10);
  }

  @Property(tries = 100)
  void bothDifferenceSchemesAgreeAwayFromKinks(@ForAll("cases") LanguageModelCase example) {
    ReferenceWindow window = example.window();
    ReferenceLanguageModel model = example.reference();
    Assume.that(model.run(window).kinkDistance() > 0.02);
    ParameterShape shape = ParameterShape.of(example.config()).get(2);
    String name = shape.name();
    int[] some = CentralDifferences.sampleIndices(shape.size(), 3, example.seed());
    double[] two = model.gradient(name, some, window, CentralDifferences.twoPoint());
    double[] four = model.gradient(name, some, window, CentralDifferences.fourPoint());
    assertArrayEquals(four, two, 1e-8);
  }

  @Property(tries = 300)
  void casesAreValidAndReproducible(@ForAll("cases") LanguageModelCase example) {
    LanguageModelCase again =
        new LanguageModelCase(
            example.config(), example.steps(), example.batch(), example.ragged(), example.seed());
    Map<String, double[]> parameters = again.parameters();
    example
        .parameters()
        .forEach((name, values) -> assertArrayEquals(values, parameters.get(name), 0));
    for (double[] values : parameters.values()) {
      for (double value : values) {
        assertEquals((float) value, value, 0, "representable in single precision");
      }
    }
    assertArrayEquals(example.inputs(), again.inputs());
    assertTrue(Arrays.stream(example.targets()).anyMatch(t -> t >= 0));
    assertTrue(Double.isFinite(example.reference().run(example.window()).meanLoss()));
    if (example.config().tied()) {
      assertEquals(example.config().embeddingSize(), example.config().outputSize());
    }
  }

  @Property(tries = 50)
  void raggedSequencesEndOnceAndForGood(@ForAll("cases") LanguageModelCase example) {
    int[] targets = example.targets();
    for (int r = example.batch(); r < targets.length; r++) {
      boolean ended = targets[r - example.batch()] < 0;
      assertFalse(ended && targets[r] >= 0, "a target after the end of its sequence");
    }
    assertEquals(
        example.config().cell() instanceof LstmCell, !example.initialState().cell().isEmpty());
  }

  private static double[] concatenated(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
