package dev.rnn4j.train.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.optim.OptimizerChoice.AdagradChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NesterovChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import dev.rnn4j.train.optim.OptimizerChoice.RmsPropChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Optimisers against their formulas in double precision, over several updates. */
class OptimizersTest {
  private static final int UPDATES = 12;

  @Provide
  Arbitrary<String> kernels() {
    return Arbitraries.of("scalar", "simd");
  }

  @Provide
  Arbitrary<OptimizerChoice> choices() {
    return Arbitraries.of(
        new SgdChoice(0),
        new SgdChoice(0.9f),
        new SgdChoice(0.5f),
        new SgdChoice(0, 0.1f),
        new SgdChoice(0.9f, 0.1f),
        new NesterovChoice(0.9f, 0),
        new NesterovChoice(0.5f, 0.1f),
        new NtAsgdChoice(5, 0.1f),
        RmsPropChoice.DEFAULT,
        new RmsPropChoice(0.5f, 1e-4f, 0.1f),
        AdagradChoice.DEFAULT,
        new AdagradChoice(1e-2f, 0.1f),
        AdamChoice.DEFAULT,
        new AdamChoice(0.8f, 0.95f, 1e-4f),
        new AdamChoice(0, 0, 1e-3f),
        new AdamChoice(0.9f, 0.999f, 1e-8f, 0.1f));
  }

  /** The formulas of the papers, one parameter at a time. */
  private static final class Formula {
    private final OptimizerChoice choice;
    private double theta;
    private double m;
    private double v;
    private int t;

    Formula(OptimizerChoice choice, double theta) {
      this.choice = choice;
      this.theta = theta;
    }

    void update(double g, double rate) {
      t++;
      theta -= rate * weightDecay(choice) * theta;
      switch (choice) {
        case SgdChoice sgd -> {
          m = sgd.momentum() * m + g;
          theta -= rate * m;
        }
        case NesterovChoice nesterov -> {
          m = nesterov.momentum() * m + g;
          theta -= rate * (g + nesterov.momentum() * m);
        }
        case NtAsgdChoice _ -> theta -= rate * g;
        case RmsPropChoice rmsProp -> {
          v = rmsProp.decay() * v + (1 - (double) rmsProp.decay()) * g * g;
          theta -= rate * g / (Math.sqrt(v) + rmsProp.epsilon());
        }
        case AdagradChoice adagrad -> {
          v += g * g;
          theta -= rate * g / (Math.sqrt(v) + adagrad.epsilon());
        }
        case AdamChoice adam -> {
          m = adam.beta1() * m + (1 - (double) adam.beta1()) * g;
          v = adam.beta2() * v + (1 - (double) adam.beta2()) * g * g;
          double mHat = m / (1 - Math.pow(adam.beta1(), t));
          double vHat = v / (1 - Math.pow(adam.beta2(), t));
          theta -= rate * mHat / (Math.sqrt(vHat) + adam.epsilon());
        }
        default -> throw new IllegalArgumentException(choice.name());
      }
    }
  }

  /** As a checkpoint has it. */
  private static double weightDecay(OptimizerChoice choice) {
    return choice.numbers().getOrDefault("weight_decay", 0).doubleValue();
  }

  private static float[] random(int n, RandomSource random) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  @Property(tries = 150)
  void updatesFollowTheFormula(
      @ForAll("kernels") String kernels,
      @ForAll("choices") OptimizerChoice choice,
      @ForAll @IntRange(min = 1, max = 70) int n,
      @ForAll long seed) {
    RandomSource random = new RandomSource(seed);
    float[] theta = random(n, random);
    Formula[] expected = new Formula[n];
    for (int i = 0; i < n; i++) {
      expected[i] = new Formula(choice, theta[i]);
    }
    Optimizer optimizer = choice.create(n, KernelSelection.named(kernels).kernels());
    for (int t = 0; t < UPDATES; t++) {
      float[] gradient = random(n, random);
      float scale = (float) (0.1 + random.nextDouble());
      float rate = (float) (0.01 + 0.1 * random.nextDouble());
      optimizer.update(Worker.solo(), theta, gradient, scale, rate);
      optimizer.finishUpdate();
      for (int i = 0; i < n; i++) {
        expected[i].update((double) scale * gradient[i], rate);
      }
    }
    for (int i = 0; i < n; i++) {
      // steps are at most a few tenths; each rounds a handful of times, relative to |theta| + 1,
      // and Adam divides by a root that may be as small as epsilon allows
      double limit = 64 * UPDATES * 0x1p-24 * (Math.abs(expected[i].theta) + 1);
      assertEquals(expected[i].theta, theta[i], limit, choice + ", element " + i);
    }
    assertEquals(UPDATES, optimizer.updates());
  }

  @Test
  void theFirstStepOfAdamHasTheLengthOfTheRate() {
    for (String kernels : List.of("scalar", "simd")) {
      float[] theta = new float[3];
      Optimizer adam = AdamChoice.DEFAULT.create(3, KernelSelection.named(kernels).kernels());
      adam.update(Worker.solo(), theta, new float[] {1e-3f, -5, 0}, 1, 0.01f);
      assertEquals(-0.01, theta[0], 1e-6);
      assertEquals(0.01, theta[1], 1e-6);
      assertEquals(0, theta[2]);
    }
  }

  /**
   * With a gradient that stays the same, both corrected moments are exact at every update: m̂ = g,
   * v̂ = g². So every update moves by rate · g / (|g| + ε), and where |g| is not far above ε, ε
   * decides: left out, or under the root, or before the correction, the steps are longer or shorter
   * by half.
   */
  @Test
  void epsilonDecidesTheStepOfTinyGradients() {
    float[] tiny = {1e-8f, -1e-8f, 3e-8f, 1e-9f, -2e-10f, 1e-7f};
    for (String kernels : List.of("scalar", "simd")) {
      for (int n : new int[] {5, 37}) { // fewer than a vector, and some vectors with a tail
        float[] gradient = new float[n];
        for (int i = 0; i < n; i++) {
          gradient[i] = tiny[i % tiny.length];
        }
        assertStepsOf(AdamChoice.DEFAULT, kernels, gradient);
        assertStepsOf(new AdamChoice(0.5f, 0.9f, 3e-8f), kernels, gradient);
      }
    }
  }

  private static void assertStepsOf(AdamChoice choice, String kernels, float[] gradient) {
    int n = gradient.length;
    Optimizer adam = choice.create(n, KernelSelection.named(kernels).kernels());
    for (int t = 1; t <= UPDATES; t++) {
      float[] theta = new float[n];
      adam.update(Worker.solo(), theta, gradient, 1, 0.01f);
      adam.finishUpdate();
      for (int i = 0; i < n; i++) {
        double g = gradient[i];
        double expected = -0.01 * g / (Math.abs(g) + choice.epsilon());
        // β2 as a float is off by up to 2⁻²⁵, which 1 - β2 = 0.001 makes a relative 3e-5
        assertEquals(expected, theta[i], 1e-4 * Math.abs(expected), kernels + ", update " + t);
      }
    }
  }

  @Test
  void anOptimizerResumesFromItsMomentsAndCount() {
    for (OptimizerChoice choice :
        List.of(
            new SgdChoice(0.9f),
            new NesterovChoice(0.9f, 0.1f),
            RmsPropChoice.DEFAULT,
            AdagradChoice.DEFAULT,
            AdamChoice.DEFAULT)) {
      int n = 20;
      RandomSource random = new RandomSource(4);
      float[] gradient = random(n, random);
      float[] one = random(n, random);
      float[] other = one.clone();
      Optimizer whole = choice.create(n, KernelSelection.named("scalar").kernels());
      Optimizer resumed = choice.create(n, KernelSelection.named("scalar").kernels());
      for (int t = 0; t < 5; t++) {
        whole.update(Worker.solo(), one, gradient, 1, 0.1f);
        whole.finishUpdate();
      }
      System.arraycopy(one, 0, other, 0, n);
      for (Map.Entry<String, float[]> moment : resumed.moments().entrySet()) {
        System.arraycopy(whole.moments().get(moment.getKey()), 0, moment.getValue(), 0, n);
      }
      resumed.resumeAt(whole.updates());
      whole.update(Worker.solo(), one, gradient, 1, 0.1f);
      resumed.update(Worker.solo(), other, gradient, 1, 0.1f);
      Bits.assertEqual(choice.toString(), one, other);
    }
  }

  @Test
  void plainDescentNeedsNoMoments() {
    assertTrue(
        new SgdChoice(0).create(9, KernelSelection.named("scalar").kernels()).moments().isEmpty());
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    int n = 3 * 8192 + 777;
    for (String kernels : List.of("scalar", "simd")) {
      for (OptimizerChoice choice :
          List.of(
              new SgdChoice(0),
              new SgdChoice(0.9f),
              new NesterovChoice(0.9f, 0.1f),
              AdagradChoice.DEFAULT,
              AdamChoice.DEFAULT)) {
        float[] alone = updated(kernels, choice, n, 1);
        for (int threads : new int[] {2, 3, 8}) {
          Bits.assertEqual(kernels + ", " + choice, alone, updated(kernels, choice, n, threads));
        }
      }
    }
  }

  private static float[] updated(String kernels, OptimizerChoice choice, int n, int threads) {
    RandomSource random = new RandomSource(8);
    float[] theta = random(n, random);
    float[] gradient = random(n, random);
    Optimizer optimizer = choice.create(n, KernelSelection.named(kernels).kernels());
    try (Workers workers = new Workers(threads)) {
      for (int t = 0; t < 3; t++) {
        workers.run(w -> optimizer.update(w, theta, gradient, 0.5f, 0.1f));
        optimizer.finishUpdate();
      }
    }
    return theta;
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    for (float momentum : new float[] {-0.1f, 1, Float.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new SgdChoice(momentum));
    }
    for (float weightDecay : new float[] {-0.1f, 1.1f, Float.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new SgdChoice(0, weightDecay));
      assertThrows(IllegalArgumentException.class, () -> new NesterovChoice(0.5f, weightDecay));
      assertThrows(IllegalArgumentException.class, () -> new NtAsgdChoice(5, weightDecay));
      assertThrows(
          IllegalArgumentException.class, () -> new RmsPropChoice(0.9f, 1e-8f, weightDecay));
      assertThrows(IllegalArgumentException.class, () -> new AdagradChoice(1e-8f, weightDecay));
      assertThrows(
          IllegalArgumentException.class, () -> new AdamChoice(0.9f, 0.9f, 1e-8f, weightDecay));
    }
    assertThrows(IllegalArgumentException.class, () -> new NesterovChoice(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new NtAsgdChoice(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new RmsPropChoice(1, 1e-8f, 0));
    assertThrows(IllegalArgumentException.class, () -> new RmsPropChoice(0.9f, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new AdagradChoice(Float.NaN, 0));
    assertThrows(IllegalArgumentException.class, () -> new AdamChoice(1, 0.9f, 1e-8f));
    assertThrows(IllegalArgumentException.class, () -> new AdamChoice(0.9f, 1, 1e-8f));
    assertThrows(IllegalArgumentException.class, () -> new AdamChoice(0.9f, 0.9f, 0));
    assertThrows(IllegalArgumentException.class, () -> new AdamChoice(Float.NaN, 0.9f, 1e-8f));
    assertThrows(IllegalArgumentException.class, () -> new AdamChoice(0.9f, 0.9f, Float.NaN));
  }
}
