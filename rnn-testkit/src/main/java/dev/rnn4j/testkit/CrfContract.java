package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.head.CrfHead;
import dev.rnn4j.core.head.CrfPass;
import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * What a conditional random field computes, on any kernels, against the enumeration of all
 * sequences of tags: losses, gradients, the most probable tags and their probabilities.
 */
public abstract class CrfContract {
  private static final float SCALE = 0.375f;
  private static final int SPARE = 3;
  private static final int SAMPLE = 12;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small cases. */
  @Provide
  public Arbitrary<CrfCase> cases() {
    return CrfCase.all();
  }

  @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
  public void lossesAreThoseOfAllSequencesEnumerated(@ForAll("cases") CrfCase example) {
    Run run = new Run(example, kernels());
    run.forward(Worker.solo());
    run.pass.loss(Worker.solo(), example.targets());
    assertLosses(example, run.pass);
    run.pass.backward(Worker.solo(), run.x, example.targets(), SCALE, run.dx);
    assertLosses(example, run.pass);
  }

  private static void assertLosses(CrfCase example, CrfPass pass) {
    SequenceBatch batch = example.batch();
    Map<String, double[]> variables = example.variables();
    double total = 0;
    for (int b = 0; b < batch.batch(); b++) {
      for (int t = 0; t < batch.length(b); t++) {
        double expected = t == 0 ? example.loss(variables, b) : 0;
        assertEquals(expected, pass.losses()[batch.row(t, b)], rounding(example), "sequence " + b);
        total += expected;
      }
    }
    assertEquals(total, pass.totalLoss(), rounding(example) * batch.batch());
  }

  /** Of scores that are sums of products in single precision. */
  private static double rounding(CrfCase example) {
    return 8 * (example.inputs() + 2.0) * 0x1p-24 * example.range() * (1 + example.batch().steps());
  }

  @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
  public void gradientsAreThoseOfTheEnumeration(@ForAll("cases") CrfCase given) {
    CrfCase example =
        new CrfCase(
            given.lengths(), given.inputs(), given.tags(), given.constrained(), 1, given.seed());
    Run run = new Run(example, kernels());
    run.forward(Worker.solo());
    run.pass.backward(Worker.solo(), run.x, example.targets(), SCALE, run.dx);
    Map<String, double[]> variables = example.variables();
    variables.forEach((name, variable) -> {
      Matrix actual = name.equals("x") ? run.dx : run.gradients.matrix(name);
      int[] chosen = CentralDifferences.sampleIndices(variable.length, SAMPLE, example.seed());
      double[] numeric =
          CentralDifferences.twoPoint()
              .gradient(_ -> SCALE * totalLoss(example, variables), variable, chosen);
      double additions = example.inputs() + 2.0 * example.tags() + 4.0 * example.batch().rows();
      GradientComparison.ofTerms(additions, 1)
          .assertClose(name, chosen, EngineRun.values(actual), numeric);
    });
  }

  private static double totalLoss(CrfCase example, Map<String, double[]> variables) {
    double sum = 0;
    for (int b = 0; b < example.lengths().size() && example.lengths().get(b) > 0; b++) {
      sum += example.loss(variables, b);
    }
    return sum;
  }

  @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
  public void theMostProbableTagsAreFoundWithTheirProbabilities(@ForAll("cases") CrfCase example) {
    Run run = new Run(example, kernels());
    SequenceBatch batch = example.batch();
    int[] best = new int[batch.rows()];
    double[] probabilities = new double[batch.rows()];
    run.forward(Worker.solo());
    run.pass.decode(Worker.solo(), best, probabilities);
    Map<String, double[]> variables = example.variables();
    for (int b = 0; b < batch.batch() && batch.length(b) > 0; b++) {
      int sequence = b;
      int[] tags = new int[batch.length(b)];
      Arrays.setAll(tags, t -> best[batch.row(t, sequence)]);
      List<int[]> all = example.sequences(tags.length);
      assertTrue(all.stream().anyMatch(tag -> Arrays.equals(tag, tags)), "not allowed");
      double highest =
          all.stream().mapToDouble(tag -> example.score(variables, sequence, tag)).max().orElse(0);
      assertEquals(highest, example.score(variables, b, tags), rounding(example));
      for (int t = 0; t < tags.length; t++) {
        double expected = marginal(example, variables, b, t, tags[t]);
        assertEquals(expected, probabilities[batch.row(t, b)], rounding(example));
      }
    }
  }

  private static double marginal(
      CrfCase example, Map<String, double[]> variables, int b, int t, int tag) {
    double logZ = example.logZ(variables, b);
    return example.sequences(example.lengths().get(b)).stream()
        .filter(tags -> tags[t] == tag)
        .mapToDouble(tags -> Math.exp(example.score(variables, b, tags) - logZ))
        .sum();
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfThreadsGivesTheSameBits(@ForAll("cases") CrfCase example) {
    float[] alone = bits(example, 1);
    for (int threads = 2; threads <= 3; threads++) {
      Bits.assertEqual("%d threads".formatted(threads), alone, bits(example, threads));
    }
  }

  private float[] bits(CrfCase example, int threads) {
    Run run = new Run(example, kernels());
    int[] best = new int[example.batch().rows()];
    double[] probabilities = new double[best.length];
    try (Workers workers = new Workers(threads)) {
      workers.run(w -> {
        run.forward(w);
        run.pass.decode(w, best, probabilities);
        run.pass.backward(w, run.x, example.targets(), SCALE, run.dx);
      });
    }
    float[] loss = {(float) run.pass.totalLoss()};
    float[] decoded = new float[best.length];
    for (int r = 0; r < best.length; r++) {
      decoded[r] = best[r] + (float) probabilities[r];
    }
    return EngineRun.concatenated(List.of(run.gradients.values(), run.dx.data(), decoded, loss));
  }

  @Test
  public void tagsThatAreNotAllowedAreRefused() {
    boolean[] yes = {true, true};
    boolean[][] next = {{true, false}, {true, true}};
    CrfCase example = new CrfCase(List.of(2, 2), 3, 2, false, 1, 1);
    TagTransitions allowed = new TagTransitions(yes, next, yes);
    Run run = new Run(example, allowed, kernels());
    run.forward(Worker.solo());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> run.pass.loss(Worker.solo(), new int[] {0, 0, 1, 0}));
    assertEquals("tag 1 may not follow tag 0", e.getMessage());
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> run.pass.loss(Worker.solo(), new int[] {0, 0, 2, 0}));
  }

  /** An engine's head with the numbers of a case, in buffers that hold NaN. */
  private static final class Run {
    private final CrfPass pass;
    private final Parameters gradients;
    private final Matrix x;
    private final Matrix dx;
    private final SequenceBatch batch;

    Run(CrfCase example, Kernels kernels) {
      this(example, example.allowed(), kernels);
    }

    Run(CrfCase example, TagTransitions allowed, Kernels kernels) {
      ParameterLayout.Builder layout = ParameterLayout.builder();
      CrfHead.declare(layout, CrfCase.PREFIX, example.tags(), example.inputs());
      Parameters parameters = new Parameters(layout.build());
      Map<String, double[]> variables = example.variables();
      for (ParameterLayout.Entry entry : parameters.layout().entries()) {
        StackRun.copy(CrfCase.variable(variables, entry.name()), parameters.matrix(entry.name()));
      }
      gradients = new Parameters(parameters.layout());
      batch = example.batch();
      pass =
          new CrfHead(CrfCase.PREFIX, allowed, parameters, kernels, true)
              .newPass(batch.rows() + SPARE, gradients);
      spoil(example);
      Samples samples = new Samples(example.seed());
      x = samples.blank(batch.rows(), example.inputs());
      dx = samples.blank(batch.rows(), example.inputs());
      StackRun.copy(CrfCase.variable(variables, "x"), x);
    }

    private void spoil(CrfCase example) {
      Matrix nothing = Matrix.zeros(batch.rows() + SPARE, example.inputs());
      Arrays.fill(nothing.data(), Float.NaN);
      pass.shape(SequenceBatch.full(1, nothing.rows()));
      pass.forward(Worker.solo(), nothing);
      int[] zeros = new int[nothing.rows()];
      pass.backward(Worker.solo(), nothing, zeros, 1, nothing);
      Arrays.fill(gradients.values(), Float.NaN);
    }

    void forward(Worker w) {
      if (w.index() == 0) {
        pass.shape(batch);
      }
      w.barrier();
      pass.forward(w, x);
    }
  }
}
