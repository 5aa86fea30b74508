package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * What does not change a bit of the result, on any kernels: the number of threads, the other
 * streams of a batch, where a text is cut into windows, and what the buffers held before.
 */
public abstract class LanguageModelBitsContract {
  private static final int[] CREWS = {2, 3, 8};

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

  /** Random small models with a window each, none of them with dropout. */
  @Provide
  public Arbitrary<LanguageModelCase> casesWithoutDropout() {
    return LanguageModelCases.withoutDropout();
  }

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfThreadsGivesTheSameBits(@ForAll("cases") LanguageModelCase example) {
    assertThreadsDoNotMatter(example);
  }

  @Test
  public void threadsMayOutnumberUnitsAndRows() {
    assertThreadsDoNotMatter(example(new LstmCell(), 2, 1, List.of(2, 1), 0.3f, 1, 1));
    assertThreadsDoNotMatter(example(new ElmanCell(Activation.TANH), 3, 2, List.of(1), 0, 2, 1));
    assertThreadsDoNotMatter(example(new GruCell(), 3, 1, List.of(1, 2), 0.3f, 2, 1));
  }

  /** Widths around the tiles and blocks of products, none of them a multiple of a vector. */
  @Test
  public void anyNumberOfThreadsGivesTheSameBitsOfAWiderModel() {
    assertThreadsDoNotMatter(example(new LstmCell(), 301, 67, List.of(71, 37), 0.3f, 5, 7));
    assertThreadsDoNotMatter(
        example(new ElmanCell(Activation.TANH), 37, 29, List.of(531), 0, 2, 3));
    assertThreadsDoNotMatter(example(new GruCell(), 67, 31, List.of(73, 131), 0.3f, 4, 5));
  }

  /** So many streams that workers may take some each, and a vocabulary of more than one block. */
  @Test
  public void anyNumberOfThreadsGivesTheSameBitsOfManyStreams() {
    assertThreadsDoNotMatter(example(new LstmCell(), 1050, 19, List.of(37, 21), 0, 3, 43));
    assertThreadsDoNotMatter(example(new GruCell(), 41, 17, List.of(33), 0.3f, 3, 31));
    assertThreadsDoNotMatter(
        example(new ElmanCell(Activation.TANH), 41, 17, List.of(33), 0, 3, 31));
  }

  private static LanguageModelCase example(
      CellConfig cell, int v, int e, List<Integer> hidden, float dropout, int steps, int batch) {
    LanguageModelConfig config = new LanguageModelConfig(cell, v, e, hidden, dropout, false);
    return new LanguageModelCase(config, steps, batch, true, 7);
  }

  private void assertThreadsDoNotMatter(LanguageModelCase example) {
    Outcome alone = outcome(example, 1);
    for (int count : CREWS) {
      assertSame(count + " threads", alone, outcome(example, count));
    }
  }

  private static void assertSame(String what, Outcome expected, Outcome actual) {
    Bits.assertEqual("logits of " + what, expected.logits(), actual.logits());
    Bits.assertEqual("gradients of " + what, expected.gradients(), actual.gradients());
    assertEquals(expected.loss(), actual.loss(), "loss of " + what);
  }

  @SuppressWarnings("ArrayRecordComponent") // compared array by array, never as a whole
  private record Outcome(float[] logits, float[] gradients, double loss) {}

  private Outcome outcome(LanguageModelCase example, int threads) {
    EngineRun run = new EngineRun(example, kernels());
    try (Workers workers = new Workers(threads)) {
      return outcome(run, workers);
    }
  }

  private static Outcome outcome(EngineRun run, Workers workers) {
    run.begin();
    workers.run(run.model()::repack);
    workers.run(run::forward);
    float[] logits = EngineRun.values(run.pass().logits());
    workers.run(run::backward);
    return new Outcome(logits, run.allGradients(), run.pass().totalLoss());
  }

  /** Every block of every packed weight, of a vocabulary of more than two blocks of outputs. */
  @Test
  public void parametersPackedAgainGiveTheBitsOfAModelMadeFromThem() {
    for (CellConfig cell : Cells.examples()) {
      LanguageModelCase example = example(cell, 2100, 9, List.of(11, 5), 0, 2, 3);
      for (int threads : new int[] {1, 3}) {
        EngineRun run = new EngineRun(example, kernels());
        LanguageModelNetwork model = run.model();
        float[] parameters = model.parameters().values();
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] *= -0.5f;
        }
        LanguageModelNetwork made =
            LanguageModelNetwork.trainable(model.config(), model.parameters(), kernels());
        Outcome expected = outcome(new EngineRun(example, made));
        try (Workers workers = new Workers(threads)) {
          assertSame(cell + ", " + threads + " threads", expected, outcome(run, workers));
        }
      }
    }
  }

  /** Of a model as it was made, without packing it again. */
  private static Outcome outcome(EngineRun run) {
    run.begin();
    run.forward(Worker.solo());
    float[] logits = EngineRun.values(run.pass().logits());
    run.backward(Worker.solo());
    return new Outcome(logits, run.allGradients(), run.pass().totalLoss());
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  public void runningAgainGivesTheSameBits(@ForAll("cases") LanguageModelCase example) {
    EngineRun run = new EngineRun(example, kernels()).solo();
    float[] first = run.allGradients();
    Bits.assertEqual("gradients", first, run.solo().allGradients());
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void whatTheBuffersHeldBeforeDoesNotMatter(@ForAll("cases") LanguageModelCase example) {
    EngineRun fresh = new EngineRun(example, kernels()).solo();
    Parameters gradients = new Parameters(fresh.gradients().layout());
    LanguageModelPass pass =
        new LanguageModelPass(fresh.model(), example.steps() + 3, example.batch(), gradients);
    spoil(example, pass, fresh.model());
    Worker w = Worker.solo();
    pass.begin(SequenceBatch.full(example.steps(), example.batch()), fresh.state());
    pass.forwardTraining(w, fresh.inputs(), example.dropoutKey());
    Arrays.fill(gradients.values(), Float.NaN);
    pass.backward(w, fresh.inputs(), fresh.targets(), fresh.scale(), example.dropoutKey());
    Bits.assertEqual("gradients", fresh.gradients().values(), gradients.values());
    assertEquals(fresh.pass().totalLoss(), pass.totalLoss(), "loss");
  }

  /** A longer window, another state and other tokens in the same buffers. */
  private static void spoil(
      LanguageModelCase example, LanguageModelPass pass, LanguageModelNetwork model) {
    RandomSource random = new RandomSource(example.seed());
    int[] tokens = new int[pass.full().rows()];
    Arrays.setAll(tokens, r -> random.nextInt(example.config().vocabularySize()));
    RecurrentState state = model.newState(example.batch());
    for (int l = 0; l < state.layers(); l++) {
      Arrays.fill(state.hidden(l).data(), 0.75f);
      Arrays.fill(state.cell(l).data(), -1.5f);
    }
    pass.begin(state);
    pass.forwardTraining(Worker.solo(), tokens, 99);
    pass.backward(Worker.solo(), tokens, tokens, 3f, 99);
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void aStreamDoesNotNoticeTheOthers(
      @ForAll("casesWithoutDropout") LanguageModelCase example) {
    EngineRun run = new EngineRun(example, kernels()).solo();
    for (int b = 0; b < example.batch(); b++) {
      Parameters unused = new Parameters(run.gradients().layout());
      LanguageModelPass alone = new LanguageModelPass(run.model(), example.steps(), 1, unused);
      Worker w = Worker.solo();
      alone.begin(stream(run, b));
      int[] inputs = stream(run.inputs(), b, example);
      alone.forwardTraining(w, inputs, 0);
      int[] targets = stream(run.targets(), b, example);
      alone.backward(w, inputs, targets, run.scale(), 0);
      for (int t = 0; t < example.steps(); t++) {
        int row = t * example.batch() + b;
        assertEquals(run.pass().losses()[row], alone.losses()[t], "loss of row " + row);
      }
      for (int l = 0; l < example.config().layers(); l++) {
        Bits.assertEqual(
            "gradient of h(0) of stream " + b,
            EngineRun.values(run.pass().initialHiddenGradient(l).rowRange(b, b + 1)),
            EngineRun.values(alone.initialHiddenGradient(l)));
      }
    }
  }

  private static int[] stream(int[] tokens, int b, LanguageModelCase example) {
    int[] own = new int[example.steps()];
    Arrays.setAll(own, t -> tokens[t * example.batch() + b]);
    return own;
  }

  private static RecurrentState stream(EngineRun run, int b) {
    RecurrentState own = run.model().newState(1);
    for (int l = 0; l < own.layers(); l++) {
      copyRow(run.state().hidden(l), b, own.hidden(l));
      copyRow(run.state().cell(l), b, own.cell(l));
    }
    return own;
  }

  private static void copyRow(Matrix from, int row, Matrix to) {
    for (int c = 0; c < to.cols(); c++) {
      to.set(0, c, from.get(row, c));
    }
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void whereATextIsCutDoesNotMatter(
      @ForAll("casesWithoutDropout") LanguageModelCase example) {
    EngineRun run = new EngineRun(example, kernels());
    Worker w = Worker.solo();
    run.begin();
    run.pass().forward(w, run.inputs());
    RecurrentState atEnd = run.model().newState(example.batch());
    run.pass().end(atEnd);
    for (int window = 1; window < example.steps(); window++) {
      RecurrentState state = run.state().copy();
      Bits.assertEqual(
          "logits of windows of " + window,
          EngineRun.values(run.pass().logits()),
          logitsInWindows(run, window, state));
      for (int l = 0; l < state.layers(); l++) {
        Bits.assertEqual("h(T)", atEnd.hidden(l).data(), state.hidden(l).data());
        Bits.assertEqual("c(T)", atEnd.cell(l).data(), state.cell(l).data());
      }
    }
  }

  private static float[] logitsInWindows(EngineRun run, int window, RecurrentState state) {
    SequenceBatch whole = run.pass().full();
    int batch = whole.batch();
    LanguageModelPass pass = new LanguageModelPass(run.model(), window, batch);
    List<float[]> logits = new ArrayList<>();
    for (int from = 0; from < whole.steps(); from += window) {
      int to = Math.min(whole.steps(), from + window);
      pass.begin(SequenceBatch.full(to - from, batch), state);
      pass.forward(Worker.solo(), Arrays.copyOfRange(run.inputs(), from * batch, to * batch));
      pass.end(state);
      logits.add(EngineRun.values(pass.logits()));
    }
    return EngineRun.concatenated(logits);
  }
}
