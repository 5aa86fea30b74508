package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Parameters;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * What a language model computes, on any kernels: its values are those of the double-precision
 * reference, its gradients the numeric ones of the reference. Over random shapes and every option.
 */
public abstract class LanguageModelContract {
  /** A kink nearer than this may lie inside a difference of {@link CentralDifferences}. */
  private static final double KINK_DISTANCE = 1e-3;

  private static final int SAMPLE = 16;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small models with a window each. */
  @Provide
  public Arbitrary<LanguageModelCase> cases() {
    return LanguageModelCases.all();
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  public void valuesAreThoseOfTheReference(@ForAll("cases") LanguageModelCase example) {
    EngineRun run = new EngineRun(example, kernels());
    ReferenceResult expected = example.reference().run(run.window());
    GradientComparison comparison =
        comparison(example, GradientComparison.largest(expected.logits()));
    run.begin();
    run.forward(Worker.solo());
    comparison.assertClose("logits", EngineRun.values(run.pass().logits()), expected.logits());
    assertLosses(example, run, expected);
    assertState(comparison, run, expected.finalState());
  }

  private static void assertLosses(
      LanguageModelCase example, EngineRun run, ReferenceResult expected) {
    run.pass().loss(Worker.solo(), run.targets());
    double[] onItsOwn = run.pass().losses().clone();
    run.backward(Worker.solo());
    double limit = relativeLimit(example) * (1 + GradientComparison.largest(expected.logits()));
    for (int r = 0; r < onItsOwn.length; r++) {
      assertEquals(expected.losses()[r], onItsOwn[r], limit, "loss of row " + r);
      assertEquals(
          onItsOwn[r], run.pass().losses()[r], limit, "loss beside the gradient, row " + r);
    }
    double mean = run.pass().totalLoss() * run.scale();
    assertEquals(expected.meanLoss(), mean, limit, "mean loss");
  }

  private static void assertState(
      GradientComparison comparison, EngineRun run, ReferenceState expected) {
    RecurrentState state = run.model().newState(run.pass().full().batch());
    run.pass().end(state);
    for (int l = 0; l < state.layers(); l++) {
      comparison.assertClose(
          "h(T) of layer " + l, EngineRun.values(state.hidden(l)), expected.hidden().get(l));
      if (state.cell(l).cols() > 0) {
        comparison.assertClose(
            "c(T) of layer " + l, EngineRun.values(state.cell(l)), expected.cell().get(l));
      }
    }
  }

  private static double relativeLimit(LanguageModelCase example) {
    double length =
        GradientComparison.sumLength(example.config(), example.steps(), example.batch());
    return 8 * length * 0x1p-24;
  }

  private static GradientComparison comparison(LanguageModelCase example, double scale) {
    return new GradientComparison(
        GradientComparison.sumLength(example.config(), example.steps(), example.batch()), scale);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  public void theGradientOfEveryParameterIsTheNumericOne(
      @ForAll("cases") LanguageModelCase example) {
    EngineRun run = smooth(example).solo();
    ReferenceWindow window = run.window();
    ReferenceLanguageModel reference = example.reference();
    double scale = scale(reference, window);
    for (ParameterShape shape : ParameterShape.of(example.config())) {
      int[] chosen = CentralDifferences.sampleIndices(shape.size(), SAMPLE, example.seed());
      double[] numeric =
          reference.gradient(shape.name(), chosen, window, CentralDifferences.twoPoint());
      float[] analytic = run.gradient(shape.name());
      comparison(example, scale).assertClose(shape.name(), chosen, analytic, numeric);
    }
  }

  /** Skips models whose loss has a kink where it would be differentiated. */
  private EngineRun smooth(LanguageModelCase example) {
    EngineRun run = new EngineRun(example, kernels());
    Assume.that(example.reference().run(run.window()).kinkDistance() > KINK_DISTANCE);
    return run;
  }

  /**
   * Magnitude of the terms that the larger gradients are sums of: p - 1 of every target's logit, as
   * it enters the mean. Not of the sums themselves, where terms may cancel, all of them if V = 2.
   */
  private static double scale(ReferenceLanguageModel reference, ReferenceWindow window) {
    double[] losses = reference.run(window).losses();
    return Arrays.stream(losses).map(loss -> 1 - Math.exp(-loss)).average().orElse(0);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void theGradientOfTheInitialStateIsTheNumericOne(
      @ForAll("cases") LanguageModelCase example) {
    EngineRun run = smooth(example).solo();
    ReferenceWindow window = run.window();
    ReferenceLanguageModel reference = example.reference();
    GradientComparison comparison = comparison(example, scale(reference, window));
    for (int l = 0; l < example.config().layers(); l++) {
      double[] h = window.initial().hidden().get(l);
      comparison.assertClose(
          "h(0) of layer " + l,
          EngineRun.values(run.pass().initialHiddenGradient(l)),
          ofState(reference, window, h));
      if (example.config().cell().stateSize(1) > 0) {
        double[] c = window.initial().cell().get(l);
        comparison.assertClose(
            "c(0) of layer " + l,
            EngineRun.values(run.pass().initialCellGradient(l)),
            ofState(reference, window, c));
      }
    }
  }

  /** With respect to one layer's h(0) or c(0), an array of the window's initial state. */
  private static double[] ofState(
      ReferenceLanguageModel reference, ReferenceWindow window, double[] initial) {
    return CentralDifferences.twoPoint().gradient(any -> reference.meanLoss(window), initial);
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  public void withoutDropoutTrainingComputesWhatInferenceDoes(
      @ForAll("cases") LanguageModelCase example) {
    Assume.that(!example.config().regularization().isRandom());
    EngineRun run = new EngineRun(example, kernels());
    LanguageModelNetwork forUse = EngineRun.inference(example, kernels()).network();
    LanguageModelPass pass = new LanguageModelPass(forUse, example.steps(), example.batch());
    run.begin();
    run.forward(Worker.solo());
    pass.begin(run.state());
    pass.forward(Worker.solo(), run.inputs());
    Bits.assertEqual(
        "logits", EngineRun.values(run.pass().logits()), EngineRun.values(pass.logits()));
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  public void inferenceIgnoresDropout(@ForAll("cases") LanguageModelCase example) {
    Assume.that(example.config().regularization().isRandom());
    EngineRun run = new EngineRun(example, kernels());
    ReferenceResult expected = example.reference().run(run.window().withoutDropout());
    run.begin();
    run.pass().forward(Worker.solo(), run.inputs());
    comparison(example, GradientComparison.largest(expected.logits()))
        .assertClose("logits", EngineRun.values(run.pass().logits()), expected.logits());
  }

  @Test
  public void parametersOfZeroPredictEveryTokenAlike() {
    for (CellConfig cell : Cells.examples()) {
      for (int vocabulary : new int[] {2, 7, 8, 33, 1000}) {
        double loss = lossOfBias(cell, new double[vocabulary], vocabulary - 1);
        assertEquals(Math.log(vocabulary), loss, 0x1p-22 * Math.log(vocabulary), cell.name());
        assertEquals(vocabulary, Math.exp(loss), 0x1p-20 * vocabulary, "perplexity");
      }
    }
  }

  @Test
  public void theOutputBiasAloneIsAKnownDistribution() {
    double[] logProbabilities = {Math.log(0.5), Math.log(0.25), Math.log(0.125), Math.log(0.125)};
    for (int target = 0; target < logProbabilities.length; target++) {
      double loss = lossOfBias(new LstmCell(), logProbabilities, target);
      assertEquals(-logProbabilities[target], loss, 0x1p-21, "token " + target);
    }
  }

  /** Loss of one token under a model of zeros but for the bias of its output layer. */
  private double lossOfBias(CellConfig cell, double[] bias, int target) {
    LanguageModelConfig config =
        new LanguageModelConfig(cell, bias.length, 5, List.of(6, 3), 0, false);
    Parameters parameters = new Parameters(config.layout());
    for (int v = 0; v < bias.length; v++) {
      parameters.matrix("decoder.bias").set(0, v, (float) bias[v]);
    }
    LanguageModelNetwork model = LanguageModelNetwork.of(config, parameters, kernels());
    LanguageModelPass pass = new LanguageModelPass(model, 3, 2);
    pass.forward(Worker.solo(), new int[] {0, 1, 1, 0, 0, 1});
    int[] targets = {target, target, target, target, target, target};
    pass.loss(Worker.solo(), targets);
    return pass.totalLoss() / targets.length;
  }
}
