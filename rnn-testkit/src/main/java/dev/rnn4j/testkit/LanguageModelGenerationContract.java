package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Sampler;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a session generates text, and that a damaged model never does, on any kernels. */
public abstract class LanguageModelGenerationContract extends SessionContract {
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
    for (CellConfig cell : Cells.examples()) {
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
}
