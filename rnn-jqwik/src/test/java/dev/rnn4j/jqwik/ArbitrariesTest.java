package dev.rnn4j.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.LanguageModelGradientCheck;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** What the arbitraries promise: valid, awkward often enough, and small when shrunk. */
class ArbitrariesTest {
  private static final int MANY = 2000;

  private static <T> List<T> many(Arbitrary<T> arbitrary) {
    return arbitrary.sampleStream().limit(MANY).toList();
  }

  /** The end of always taking the first, nearest simpler value. */
  private static <T> T shrunk(Arbitrary<T> arbitrary) {
    Shrinkable<T> now = arbitrary.generator(1000, true).next(new java.util.Random(7));
    for (int steps = 0; steps < 10_000; steps++) {
      ShrinkingDistance distance = now.distance();
      Shrinkable<T> next =
          now.shrink().filter(s -> s.distance().compareTo(distance) < 0).findFirst().orElse(null);
      if (next == null) {
        return now.value();
      }
      now = next;
    }
    throw new AssertionError("does not end");
  }

  @Example
  void widthsLieAtTheBoundariesOfVectors() {
    List<Integer> widths = many(Shapes.widths());
    assertTrue(widths.containsAll(List.of(1, 7, 8, 9, 15, 16, 17, 33, 64, 65)), "" + widths);
    assertTrue(widths.stream().allMatch(w -> w >= 1 && w <= 65));
    assertTrue(many(Shapes.widths(2)).stream().allMatch(w -> w <= 2));
    assertEquals(1, shrunk(Shapes.widths()));
    assertThrows(IllegalArgumentException.class, () -> Shapes.widths(0));
  }

  @Example
  void batchesAreRaggedEmptyAndOfOneStep() {
    List<SequenceBatch> batches = many(Shapes.batches());
    Set<String> seen = new HashSet<>();
    for (SequenceBatch batch : batches) {
      assertTrue(batch.batch() <= 5 && batch.steps() <= 6, "" + batch);
      boolean ragged = batch.rows() < batch.steps() * batch.batch();
      seen.add(batch.rows() == 0 ? "empty" : ragged ? "ragged" : "full");
      seen.add("steps " + batch.steps());
    }
    assertTrue(
        seen.containsAll(Set.of("empty", "ragged", "full", "steps 1", "steps 6")), "" + seen);
    assertEquals(SequenceBatch.of(0), shrunk(Shapes.batches()));
    assertThrows(IllegalArgumentException.class, () -> Shapes.batches(0, 1));
  }

  @Example
  void matricesHaveNaNAroundThemAndShrinkToZeros() {
    for (Matrix m : many(Values.matrices(Values.finite())).subList(0, 300)) {
      float[] data = m.data().clone();
      for (int r = 0; r < m.rows(); r++) {
        for (int c = 0; c < m.cols(); c++) {
          assertTrue(Float.isFinite(m.get(r, c)));
          data[m.index(r, c)] = Float.NaN;
        }
      }
      for (float around : data) {
        assertTrue(Float.isNaN(around), m + " at " + m.offset());
      }
    }
    Matrix smallest = shrunk(Values.matrices(Values.moderate(2)));
    assertEquals(1, smallest.rows() * smallest.cols());
    assertEquals(0f, smallest.get(0, 0));
  }

  @Example
  void valuesReachTheExtremes() {
    List<Float> values = many(Values.finite());
    assertTrue(values.containsAll(List.of(Float.MAX_VALUE, Float.MIN_VALUE, -0f, 0f)));
    assertTrue(values.stream().allMatch(Float::isFinite));
    assertTrue(many(Values.moderate(0.5)).stream().allMatch(v -> Math.abs(v) <= 0.5f));
  }

  @Example
  void tokensAreInTheVocabularyAndTargetsMayBeIgnored() {
    Set<Integer> targets = new HashSet<>();
    many(Values.targets(5, 3)).forEach(t -> Arrays.stream(t).forEach(targets::add));
    assertEquals(Set.of(-1, 0, 1, 2), targets);
    for (int[] tokens : many(Values.tokens(4, 3))) {
      assertEquals(4, tokens.length);
      assertTrue(Arrays.stream(tokens).allMatch(t -> t >= 0 && t < 3));
    }
  }

  @Example
  void everyKindOfCellComes() {
    Set<CellConfig> cells = new HashSet<>(many(Networks.cells()));
    assertTrue(cells.containsAll(CellConfig.all()), "" + cells);
    assertEquals(ElmanCell.class, shrunk(Networks.languageModels()).cell().getClass());
  }

  @Provide
  Arbitrary<LanguageModelConfig> models() {
    return Networks.languageModels().filter(c -> c.cell().activation() != Activation.RELU);
  }

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  void gradientsOfAnyModelAreNeverCalledWrong(
      @ForAll("models") LanguageModelConfig config, @ForAll int seed) {
    LanguageModelGradientCheck check =
        new LanguageModelGradientCheck(config, 3, 2, seed, KernelSelection.current().kernels());
    for (Result result : check.run(Options.DEFAULT.withSample(12))) {
      assertFalse(result.isWrong(), result.sentence());
    }
  }
}
