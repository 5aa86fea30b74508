package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Sampler;
import dev.rnn4j.core.random.RandomSource;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What a session computes and keeps, on any kernels. */
public abstract class LanguageModelSessionContract extends SessionContract {
  /** Random small models with a text each. */
  @Provide
  public Arbitrary<LanguageModelCase> cases() {
    return LanguageModelCases.withoutDropout();
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
    for (CellConfig cell : Cells.examples()) {
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
    for (CellConfig cell : Cells.examples()) {
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
    for (CellConfig cell : Cells.examples()) {
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

  /** Large enough to be shared, over columns of several panels for each worker. */
  private LanguageModel largeModel() {
    LanguageModelConfig config =
        new LanguageModelConfig(new LstmCell(), VOCABULARY, 130, List.of(410, 130), 0, false);
    return EngineRun.inference(
        new LanguageModelCase(config, 1, 1, false, 5), kernels(), WeightFormat.FLOAT32);
  }

  @Test
  public void aCrewGivesTheBitsOfOneThread() {
    LanguageModel model = largeModel();
    for (int count = 1; count <= 3; count++) {
      try (Workers crew = new Workers(count)) {
        LanguageModelSession alone = model.newSession();
        LanguageModelSession shared = model.newSession(crew);
        LanguageModelSession inTurns = model.newSession(crew);
        for (int token : text(20, 3)) {
          float[] expected = alone.step(token).clone();
          Bits.assertEqual("logits", expected, shared.step(token));
          Bits.assertEqual("logits in turns", expected, inTurns.step(token));
        }
        int[] text = text(15, 4);
        Bits.assertEqual("ln p", alone.score(text), shared.score(text));
      }
    }
  }

  @Test
  public void afterItsCrewIsClosedASessionSaysSo() {
    Workers crew = new Workers(2);
    LanguageModelSession session = largeModel().newSession(crew);
    crew.close();
    assertThrows(IllegalStateException.class, () -> session.step(1));
    assertThrows(IllegalStateException.class, () -> session.step(1));
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
    for (CellConfig cell : Cells.examples()) {
      assertStepsAllocateNothing(cell, WeightFormat.FLOAT32);
    }
    assertStepsAllocateNothing(new LstmCell(), WeightFormat.BFLOAT16);
    try (Workers crew = new Workers(2)) {
      assertStepsAllocateNothing("shared", largeModel().newSession(crew), 200);
    }
    LanguageModelConfig adaptive =
        model(new LstmCell()).config().withCutoffs(List.of(2, VOCABULARY / 2));
    LanguageModelCase example = new LanguageModelCase(adaptive, 1, 1, false, 3);
    assertStepsAllocateNothing(
        "adaptive", EngineRun.inference(example, kernels(), WeightFormat.FLOAT32).newSession());
  }

  private void assertStepsAllocateNothing(CellConfig cell, WeightFormat weights) {
    assertStepsAllocateNothing(cell.toString(), model(cell, weights).newSession());
  }

  private static void assertStepsAllocateNothing(String what, LanguageModelSession session) {
    assertStepsAllocateNothing(what, session, 10_000);
  }

  private static void assertStepsAllocateNothing(
      String what, LanguageModelSession session, int steps) {
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
    assertTrue(bytes < steps, what + ": " + bytes + " bytes in " + steps + " steps");
  }
}
