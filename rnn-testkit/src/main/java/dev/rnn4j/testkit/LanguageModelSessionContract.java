package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Sampler;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** How a session behaves, on any kernels. */
public abstract class LanguageModelSessionContract {
  private static final int VOCABULARY = 13;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small models with a text each. */
  @Provide
  public Arbitrary<LanguageModelCase> cases() {
    return LanguageModelCases.withoutDropout();
  }

  private LanguageModel model(CellConfig cell) {
    return model(cell, WeightFormat.FLOAT32);
  }

  private LanguageModel model(CellConfig cell, WeightFormat weights) {
    LanguageModelConfig config =
        new LanguageModelConfig(sigmoid(cell), VOCABULARY, 9, List.of(17, 10), 0.5f, false);
    return EngineRun.inference(new LanguageModelCase(config, 1, 1, false, 3), kernels(), weights);
  }

  private static CellConfig sigmoid(CellConfig cell) {
    return CellConfig.of(cell.name(), Activation.SIGMOID);
  }

  private static int[] text(int length, long seed) {
    RandomSource random = new RandomSource(seed);
    int[] tokens = new int[length];
    Arrays.setAll(tokens, n -> random.nextInt(VOCABULARY));
    return tokens;
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  public void scoringStepByStepEqualsOneWindowToTheBit(@ForAll("cases") LanguageModelCase example) {
    for (WeightFormat weights : WeightFormat.values()) {
      LanguageModel model = EngineRun.inference(example, kernels(), weights);
      double[] expected = oneWindow(model, example.inputs());
      Bits.assertEqual("ln p", expected, model.newSession().score(example.inputs()));
    }
  }

  private static double[] oneWindow(LanguageModel model, int[] text) {
    int[] inputs = new int[text.length];
    inputs[0] = model.vocabulary().startId();
    System.arraycopy(text, 0, inputs, 1, text.length - 1);
    LanguageModelPass pass = new LanguageModelPass(model.network(), text.length, 1);
    pass.forward(Worker.solo(), inputs);
    pass.loss(Worker.solo(), text);
    return Arrays.stream(pass.losses()).map(loss -> -loss).toArray();
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  public void weightsOf16BitsGiveTheBitsOfTheSameWeightsAsFloats(
      @ForAll("cases") LanguageModelCase example) {
    LanguageModel rounded = EngineRun.inference(example, kernels(), WeightFormat.BFLOAT16);
    LanguageModel expanded =
        LanguageModel.of(
            rounded.config(),
            rounded.vocabulary(),
            rounded.parameters().in(WeightFormat.FLOAT32),
            kernels());
    int[] text = example.inputs();
    Bits.assertEqual("ln p", expanded.newSession().score(text), rounded.newSession().score(text));
  }

  @Test
  public void probabilitiesAreTheSoftmaxOfTheLogits() {
    for (CellConfig cell : CellConfig.all()) {
      LanguageModel model = model(cell);
      LanguageModelSession one = model.newSession();
      LanguageModelSession other = model.newSession();
      for (int token : text(30, 1)) {
        float[] logits = one.step(token);
        float[] probabilities = other.stepProbabilities(token);
        double sum = 0;
        for (float logit : logits) {
          sum += Math.exp(logit);
        }
        for (int v = 0; v < VOCABULARY; v++) {
          assertEquals(Math.exp(logits[v]) / sum, probabilities[v], 8 * VOCABULARY * 0x1p-24);
        }
      }
    }
  }

  @Test
  public void aSnapshotTakenBackGivesTheSameBits() {
    for (CellConfig cell : CellConfig.all()) {
      LanguageModel model = model(cell);
      LanguageModelSession session = model.newSession();
      read(session, text(20, 2));
      RecurrentState snapshot = session.snapshot();
      float[] first = read(session, text(25, 3));
      session.restore(snapshot);
      Bits.assertEqual("restored", first, read(session, text(25, 3)));
      LanguageModelSession other = model.newSession();
      read(other, text(7, 4));
      other.restore(snapshot);
      Bits.assertEqual("restored in another session", first, read(other, text(25, 3)));
    }
  }

  /** All logits of a text. */
  private static float[] read(LanguageModelSession session, int[] text) {
    List<float[]> logits = new ArrayList<>();
    for (int token : text) {
      logits.add(session.step(token).clone());
    }
    return EngineRun.concatenated(logits);
  }

  @Test
  public void aSnapshotOfAnotherModelIsRefused() {
    LanguageModelSession session = model(new LstmCell()).newSession();
    RecurrentState ofAnother = model(new ElmanCell(Activation.TANH)).newSession().snapshot();
    RecurrentState ofMoreStreams = model(new LstmCell()).network().newState(2);
    assertThrows(IllegalArgumentException.class, () -> session.restore(ofAnother));
    assertThrows(IllegalArgumentException.class, () -> session.restore(ofMoreStreams));
  }

  @Test
  public void aResetSessionIsLikeANewOne() {
    for (CellConfig cell : CellConfig.all()) {
      LanguageModel model = model(cell);
      LanguageModelSession session = model.newSession();
      float[] fromNew = read(session, text(12, 5));
      session.reset();
      Bits.assertEqual("after a reset", fromNew, read(session, text(12, 5)));
    }
  }

  @Test
  public void aTokenOutsideTheVocabularyChangesNothing() {
    LanguageModelSession session = model(new LstmCell()).newSession();
    LanguageModelSession undisturbed = model(new LstmCell()).newSession();
    read(session, text(9, 6));
    read(undisturbed, text(9, 6));
    for (int token : new int[] {-1, VOCABULARY, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      IndexOutOfBoundsException thrown =
          assertThrows(IndexOutOfBoundsException.class, () -> session.step(token));
      assertTrue(String.valueOf(thrown.getMessage()).contains("" + token), thrown.getMessage());
      assertThrows(IndexOutOfBoundsException.class, () -> session.stepProbabilities(token));
      assertThrows(IndexOutOfBoundsException.class, () -> session.score(new int[] {token}));
      session.restore(undisturbed.snapshot());
    }
    assertThrows(IndexOutOfBoundsException.class, () -> session.step(VOCABULARY));
    Bits.assertEqual("afterwards", read(undisturbed, text(9, 7)), read(session, text(9, 7)));
  }

  @Test
  public void sessionsOfOneModelDoNotShareTheirArrays() {
    LanguageModel model = model(new LstmCell());
    LanguageModelSession one = model.newSession();
    LanguageModelSession other = model.newSession();
    float[] logits = one.step(1);
    float[] kept = logits.clone();
    assertNotSame(logits, other.step(2));
    Bits.assertEqual("the first session's logits", kept, logits);
  }

  @Test
  public void sessionsOnManyThreadsComputeWhatOneThreadDoes()
      throws InterruptedException, ExecutionException {
    LanguageModel model = model(new LstmCell());
    int count = 12;
    List<Future<float[]>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      for (int n = 0; n < count; n++) {
        int seed = n;
        futures.add(threads.submit(() -> read(model.newSession(), text(300, seed))));
      }
    }
    for (int n = 0; n < count; n++) {
      Bits.assertEqual("text " + n, read(model.newSession(), text(300, n)), futures.get(n).get());
    }
  }

  @Test
  public void generatingFeedsEachTokenBack() {
    LanguageModel model = model(new ElmanCell(Activation.TANH));
    Sampler sampler = new Sampler(1, 0, 1);
    int[] drawn = model.newSession().generate(4, 50, sampler, new RandomSource(8));
    LanguageModelSession session = model.newSession();
    RandomSource random = new RandomSource(8);
    int previous = 4;
    for (int token : drawn) {
      assertEquals(sampler.draw(session.step(previous), random), token);
      previous = token;
    }
    assertEquals(50, drawn.length);
    assertEquals(0, session.generate(1, 0, sampler, random).length);
  }

  @Test
  public void generatingHandsOnEachTokenAndEndsWhenTold() {
    LanguageModel model = model(new LstmCell());
    Sampler sampler = new Sampler(1, 0, 1);
    int[] all = model.newSession().generate(4, 60, sampler, new RandomSource(8));
    int stop = all[40];
    int first = 0;
    while (all[first] != stop) {
      first++;
    }
    List<Integer> handed = new ArrayList<>();
    LanguageModelSession session = model.newSession();
    int count =
        session.generate(
            4,
            60,
            sampler,
            new RandomSource(8),
            id -> {
              handed.add(id);
              return id != stop;
            });
    assertEquals(first + 1, count);
    assertEquals(Arrays.stream(all).limit(count).boxed().toList(), handed);
    LanguageModelSession other = model.newSession();
    other.step(4);
    read(other, Arrays.copyOf(all, first)); // the last token has been drawn, not read
    Bits.assertEqual("the state afterwards", other.step(2).clone(), session.step(2));
    assertEquals(7, session.generate(4, 7, sampler, new RandomSource(1), id -> true));
    assertThrows(
        IllegalArgumentException.class,
        () -> session.generate(4, -1, sampler, new RandomSource(1), id -> true));
    assertThrows(
        IllegalArgumentException.class,
        () -> session.generate(4, -1, sampler, new RandomSource(1)));
  }

  @Test
  public void aDamagedModelIsAnErrorAndNeverText() {
    for (CellConfig cell : CellConfig.all()) {
      for (ParameterLayout.Entry entry : model(cell).parameters().layout().entries()) {
        for (WeightFormat weights : WeightFormat.values()) {
          LanguageModel model = model(cell, weights, entry, Float.NaN);
          assertDamaged(model);
        }
      }
    }
    ParameterLayout layout = model(new LstmCell()).parameters().layout();
    for (float bad : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      LanguageModelSession session =
          model(new LstmCell(), WeightFormat.FLOAT32, layout.entries().getLast(), bad).newSession();
      Sampler sampler = new Sampler(0, 0, 1);
      assertThrows(
          IllegalStateException.class, () -> session.generate(1, 5, sampler, new RandomSource(1)));
    }
  }

  /** A model of which one parameter is one value throughout. */
  private LanguageModel model(
      CellConfig cell, WeightFormat weights, ParameterLayout.Entry entry, float value) {
    LanguageModel sound = model(cell, weights);
    float[] values = sound.parameters().values().clone();
    Arrays.fill(values, entry.offset(), entry.offset() + entry.size(), value);
    Parameters damaged = new Parameters(sound.parameters().layout(), values, weights);
    return LanguageModel.of(sound.config(), sound.vocabulary(), damaged, kernels());
  }

  private static void assertDamaged(LanguageModel model) {
    for (double temperature : new double[] {0, 0.8}) {
      Sampler sampler = new Sampler(temperature, 0, 1);
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () -> model.newSession().generate(1, 5, sampler, new RandomSource(1)));
      assertTrue(String.valueOf(thrown.getMessage()).contains("not numbers"), thrown.getMessage());
    }
    assertThrows(IllegalStateException.class, () -> model.newSession().score(new int[] {1, 2}));
    assertThrows(IllegalStateException.class, () -> model.newSession().stepProbabilities(1));
  }

  @Test
  public void aSessionUsedByTwoThreadsAtOnceIsFoundOut() throws InterruptedException {
    LanguageModel model = model(new LstmCell());
    Sampler sampler = new Sampler(1, 0, 1);
    int[] expected = model.newSession().generate(1, 20, sampler, new RandomSource(3));
    LanguageModelSession session = model.newSession();
    RecurrentState snapshot = session.snapshot();
    List<Integer> drawn = new ArrayList<>();
    session.generate(
        1,
        20,
        sampler,
        new RandomSource(3),
        id -> {
          drawn.add(id);
          assertInUse(() -> session.step(1));
          assertInUse(() -> session.stepProbabilities(1));
          assertInUse(() -> session.score(new int[] {1}));
          assertInUse(() -> session.generate(1, 1, new Sampler(0, 0, 1), new RandomSource(1)));
          assertInUse(session::reset);
          assertInUse(session::snapshot);
          assertInUse(() -> session.restore(snapshot));
          return true;
        });
    assertEquals(Arrays.stream(expected).boxed().toList(), drawn);
  }

  /** Fails on another thread, and on this one, which is in the middle of a call. */
  private static void assertInUse(Runnable call) {
    List<Throwable> thrown = new ArrayList<>();
    Thread thread =
        new Thread(() -> {
          try {
            call.run();
          } catch (IllegalStateException e) {
            thrown.add(e);
          }
        });
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertEquals(1, thrown.size());
    assertTrue(String.valueOf(thrown.getFirst().getMessage()).contains("in use"));
    assertThrows(IllegalStateException.class, call::run);
  }

  @Test
  public void threadsMayTakeTurnsWithASession() throws InterruptedException, ExecutionException {
    LanguageModel model = model(new GruCell());
    int[] text = text(40, 9);
    LanguageModelSession session = model.newSession();
    List<float[]> logits = new ArrayList<>();
    try (ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int n = 0; n < text.length; n++) {
        int token = text[n];
        ExecutorService turn = n % 2 == 0 ? one : other;
        logits.add(turn.submit(() -> session.step(token).clone()).get());
      }
    }
    Bits.assertEqual("in turns", read(model.newSession(), text), EngineRun.concatenated(logits));
  }

  @Test
  public void aCallThatFailsLeavesTheSessionFree() {
    LanguageModelSession session = model(new LstmCell()).newSession();
    RecurrentState ofAnother = model(new ElmanCell(Activation.TANH)).newSession().snapshot();
    Sampler sampler = new Sampler(1, 0, 1);
    assertThrows(IndexOutOfBoundsException.class, () -> session.step(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> session.stepProbabilities(VOCABULARY));
    assertThrows(IndexOutOfBoundsException.class, () -> session.score(new int[] {VOCABULARY}));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> session.generate(VOCABULARY, 3, sampler, new RandomSource(1)));
    assertThrows(IllegalArgumentException.class, () -> session.restore(ofAnother));
    assertThrows(
        UnsupportedOperationException.class,
        () ->
            session.generate(
                1,
                3,
                sampler,
                new RandomSource(1),
                id -> {
                  throw new UnsupportedOperationException();
                }));
    assertEquals(VOCABULARY, session.step(1).length);
  }

  /**
   * Whether compiled code on this machine can be expected to allocate nothing; vectors wider than
   * the machine's are objects.
   */
  protected boolean canRunWithoutAllocating() {
    return true;
  }

  @Test
  public void stepsAllocateNothing() {
    assumeTrue(canRunWithoutAllocating());
    for (CellConfig cell : CellConfig.all()) {
      assertStepsAllocateNothing(cell, WeightFormat.FLOAT32);
    }
    assertStepsAllocateNothing(new LstmCell(), WeightFormat.BFLOAT16);
  }

  private void assertStepsAllocateNothing(CellConfig cell, WeightFormat weights) {
    LanguageModelSession session = model(cell, weights).newSession();
    int steps = 10_000;
    Sampler sampler = new Sampler(0.8, 0, 1);
    RandomSource random = new RandomSource(1);
    long bytes =
        AllocationMeter.fewestBytes(
            () -> {
              for (int n = 0; n < steps; n += 2) {
                session.step(n % VOCABULARY);
                session.stepProbabilities(n % VOCABULARY);
              }
              session.generate(1, steps / 4, sampler, random, id -> id >= 0);
            },
            steps,
            100);
    assertTrue(bytes < steps, cell + ": " + bytes + " bytes in " + steps + " steps");
  }
}
