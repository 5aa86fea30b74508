package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.CellNames;
import dev.rnn4j.core.cell.CellParameters;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.RecurrentLayer;
import dev.rnn4j.core.layer.RecurrentPass;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * What does not change a bit of what a sequence gives, on any kernels: the other sequences of its
 * batch, the number of threads, what the buffers held before, and from which end it is stored.
 */
public abstract class SequenceBitsContract {
  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small stacks, ragged or not. */
  @Provide
  public Arbitrary<StackCase> cases() {
    return StackCases.all();
  }

  /** The same without dropout, whose masks depend on where an element stands. */
  @Provide
  public Arbitrary<StackCase> casesWithoutDropout() {
    return StackCases.withoutDropout();
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  public void aSequenceOfABatchGivesWhatItGivesAlone(
      @ForAll("casesWithoutDropout") StackCase example) {
    assertAlone(example);
  }

  /** Rows of more than one tile of every product, and steps of every number of rows below. */
  @Test
  public void aSequenceOfALargeBatchGivesWhatItGivesAlone() {
    for (CellConfig cell : Cells.examples()) {
      StackConfig config = StackConfig.of(19, cell, List.of(35, 37), Directions.CONCATENATED);
      List<Integer> lengths = List.of(9, 8, 8, 7, 6, 6, 6, 5, 5, 4, 4, 4, 3, 3, 2, 2, 2, 1, 1, 0);
      assertAlone(new StackCase(config, lengths, 3));
    }
  }

  private void assertAlone(StackCase example) {
    BatchValues weights = example.weights();
    StackRun together = new StackRun(example, kernels()).solo(weights);
    for (int b = 0; b < example.lengths().size(); b++) {
      StackRun alone =
          new StackRun(example, example.inputs().alone(b), kernels(), 0).solo(weights.alone(b));
      alone.outputs().assertSameBits("outputs of " + b, together.outputs().alone(b));
      alone
          .inputGradients()
          .assertSameBits("gradients of " + b, together.inputGradients().alone(b));
    }
  }

  @Property(tries = 15, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfThreadsGivesTheSameBits(@ForAll("cases") StackCase example) {
    assertAnyNumberOfThreads(example, kernels());
  }

  /**
   * Steps of so many rows that threads own sequences, and later ones of so few that they share out
   * units.
   */
  @Test
  public void anyNumberOfThreadsGivesTheSameBitsInALargeBatch() {
    List<Integer> lengths = new ArrayList<>();
    for (int length = 7; length >= 0; length--) {
      lengths.addAll(Collections.nCopies(9 + length % 3, length));
    }
    for (CellConfig cell : Cells.examples()) {
      StackConfig config = StackConfig.of(19, cell, List.of(35, 37), Directions.CONCATENATED);
      assertAnyNumberOfThreads(new StackCase(config, lengths, 5), kernels());
    }
  }

  static void assertAnyNumberOfThreads(StackCase example, Kernels kernels) {
    StackRun alone = new StackRun(example, kernels).solo(example.weights());
    for (int count : new int[] {2, 3}) {
      StackRun shared = new StackRun(example, kernels);
      try (Workers workers = new Workers(count)) {
        shared.begin();
        workers.run(shared.stack()::repack);
        workers.run(shared::forward);
        shared.weigh(example.weights());
        workers.run(shared::backward);
      }
      assertSame(count + " workers", alone, shared);
    }
  }

  static void assertSame(String what, StackRun expected, StackRun actual) {
    expected.outputs().assertSameBits("outputs, " + what, actual.outputs());
    expected.inputGradients().assertSameBits("gradients, " + what, actual.inputGradients());
    Bits.assertEqual(
        "gradients of parameters, " + what,
        expected.parameterGradients(),
        actual.parameterGradients());
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void whatTheBuffersHeldBeforeDoesNotCount(@ForAll("cases") StackCase example) {
    StackRun fresh = new StackRun(example, kernels()).solo(example.weights());
    int more = example.lengths().size() + 1;
    StackRun spoiled = new StackRun(example, example.inputs(), kernels(), more);
    spoiled.spoil();
    assertSame("after NaN", fresh, spoiled.solo(example.weights()));
  }

  @Test
  public void anEmptySequenceEndsAsItBegins() {
    for (CellConfig cell : Cells.examples()) {
      for (List<Integer> lengths : List.of(List.of(0, 0), List.of(3, 1, 0), List.of(2, 2, 0, 0))) {
        for (Directions directions : Directions.values()) {
          StackConfig config = StackConfig.of(3, cell, List.of(4, 2), directions);
          assertEmptySequences(new StackCase(config, lengths, 11));
        }
      }
    }
  }

  private void assertEmptySequences(StackCase example) {
    StackRun run = new StackRun(example, kernels()).solo(example.weights());
    for (int b = 0; b < example.lengths().size(); b++) {
      if (example.lengths().get(b) == 0) {
        example.inputs().alone(b).assertSameBits("states of " + b, run.outputs().alone(b));
        example.weights().alone(b).assertSameBits("gradients", run.inputGradients().alone(b));
      }
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void readingInReverseIsReadingWhatIsReversed(
      @ForAll("casesWithoutDropout") StackCase example) {
    StackConfig whole = example.config();
    LayerConfig layer = whole.layers().getFirst();
    StackConfig config =
        new StackConfig(whole.inputSize(), List.of(layer), Directions.FORWARD, 0, false);
    StackCase single = new StackCase(config, example.lengths(), example.seed());
    List<BatchValues> forward =
        layer(single, false, single.inputs().reversed(), single.weights().reversed());
    List<BatchValues> reverse = layer(single, true, single.inputs(), single.weights());
    forward.get(0).reversed().assertSameBits("outputs", reverse.get(0));
    forward.get(1).reversed().assertSameBits("gradients", reverse.get(1));
  }

  /** What comes out of a layer that reads in one direction, and the gradients of what goes in. */
  private List<BatchValues> layer(
      StackCase example, boolean reverse, BatchValues inputs, BatchValues weights) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    example.config().declare(layout, StackCase.PREFIX);
    Parameters parameters = new Parameters(layout.build());
    example.parameters().forEach((name, values) -> StackRun.copy(values, parameters.matrix(name)));
    CellNames names = CellNames.of(StackCase.PREFIX, 0, false);
    LayerConfig config = example.config().layers().getFirst();
    CellParameters own = new CellParameters(parameters, names, kernels(), true);
    RecurrentPass pass =
        new RecurrentLayer(config, own, reverse)
            .newPass(
                inputs.batch().rows(), inputs.batch().batch(), new Parameters(parameters.layout()));
    return run(pass, example.config(), inputs, weights);
  }

  private static List<BatchValues> run(
      RecurrentPass pass, StackConfig stack, BatchValues inputs, BatchValues weights) {
    LayerConfig config = stack.layers().getFirst();
    int batch = inputs.batch().batch();
    int width = config.outputSize();
    int state = config.stateSize();
    Matrix x = filled(inputs.batch().rows(), stack.inputSize(), inputs.elements());
    Matrix dx = Matrix.zeros(x.rows(), x.cols());
    DenseInput input = new DenseInput(x, dx);
    pass.begin(
        inputs.batch(),
        filled(batch, width, inputs.hidden().getFirst()),
        filled(batch, state, inputs.cell().getFirst()));
    pass.forward(Worker.solo(), input);
    Matrix h = Matrix.zeros(batch, width);
    Matrix c = Matrix.zeros(batch, state);
    pass.end(h, c);
    BatchValues outputs = values(inputs, pass.output(), h, c);
    StackRun.copy(weights.elements(), pass.outputGradient());
    Matrix dh = filled(batch, width, weights.hidden().getFirst());
    Matrix dc = filled(batch, state, weights.cell().getFirst());
    pass.backward(Worker.solo(), input, dh, dc, false);
    return List.of(
        outputs, values(inputs, dx, pass.initialHiddenGradient(), pass.initialStateGradient()));
  }

  private static BatchValues values(BatchValues inputs, Matrix elements, Matrix h, Matrix c) {
    return new BatchValues(
        inputs.batch(),
        StackRun.values(elements),
        List.of(StackRun.values(h)),
        List.of(StackRun.values(c)));
  }

  private static Matrix filled(int rows, int cols, double[] values) {
    Matrix m = Matrix.zeros(rows, cols);
    StackRun.copy(values, m);
    return m;
  }
}
