package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What regularisers do to stacks of recurrent layers, on any kernels: alone and together, the
 * values and all gradients are those of a double-precision reference that draws the same masks.
 */
public abstract class RegularizationContract {
  private static final float P = 0.4f;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small cases, ragged or not, with one regulariser or many. */
  @Provide
  public Arbitrary<StackCase> cases() {
    return Combinators.combine(StackCases.all(), regularizations())
        .as((example, regularization) -> with(example, regularization));
  }

  private static Arbitrary<Regularization> regularizations() {
    Arbitrary<Float> p = Arbitraries.of(0f, 0f, P);
    Arbitrary<Dropout> dropouts =
        Combinators.combine(p, p, Arbitraries.of(false, true))
            .as((layers, output, locked) -> new Dropout(0f, layers, output, 0f, locked));
    Arbitrary<RecurrentNoise> noises = Combinators.combine(p, p, p, p, p).as(RecurrentNoise::new);
    Arbitrary<Float> factor = Arbitraries.of(0f, 0.7f);
    Arbitrary<ActivationPenalty> penalties =
        Combinators.combine(factor, factor).as(ActivationPenalty::new);
    return Combinators.combine(dropouts, noises, penalties).as(Regularization::new);
  }

  private static StackCase with(StackCase example, Regularization regularization) {
    StackConfig plain = example.config();
    StackConfig config =
        new StackConfig(
            plain.inputSize(),
            plain.layers(),
            plain.directions(),
            regularization,
            plain.residual());
    return new StackCase(config, example.lengths(), example.seed());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  public void outputsAndFinalStatesAreThoseOfTheReference(@ForAll("cases") StackCase example) {
    StackChecks.assertValues(example, kernels());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  public void everyGradientIsTheNumericOne(@ForAll("cases") StackCase example) {
    StackChecks.assertGradients(example, kernels());
  }

  /** Whatever a larger batch left in the buffers, and after a forward pass for use. */
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void nothingOfAnotherBatchIsLeft(@ForAll("cases") StackCase example) {
    BatchValues weights = example.weights();
    StackRun fresh = new StackRun(example, kernels()).solo(weights);
    StackRun used = new StackRun(example, example.inputs(), kernels(), 50);
    used.spoil();
    used.begin();
    used.use(Worker.solo());
    used.solo(weights);
    SequenceBitsContract.assertSame("after others", fresh, used);
  }

  /** In use nothing is drawn: but for zoneout, a stack computes what it does without. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  public void inUseOnlyZoneoutCounts(@ForAll("cases") StackCase example) {
    RecurrentNoise noise = example.config().regularization().noise();
    Assume.that(noise.zoneoutHidden() == 0 && noise.zoneoutState() == 0);
    StackRun run = new StackRun(example, kernels());
    run.begin();
    run.use(Worker.solo());
    StackRun plain = new StackRun(with(example, Regularization.NONE), kernels());
    plain.begin();
    plain.use(Worker.solo());
    plain.outputs().assertSameBits("outputs", run.outputs());
  }

  /** In use zoneout is its expectation. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  public void inUseOutputsAreThoseOfTheReferenceInUse(@ForAll("cases") StackCase example) {
    StackChecks.assertValuesInUse(example, kernels());
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfWorkersGivesTheSameBits(@ForAll("cases") StackCase example) {
    SequenceBitsContract.assertAnyNumberOfThreads(example, kernels());
  }
}
