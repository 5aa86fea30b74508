package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Sampler;
import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Sessions and threads, on any kernels: a session each, one in turns, one that is in use. */
public abstract class LanguageModelThreadsContract extends SessionContract {
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
}
