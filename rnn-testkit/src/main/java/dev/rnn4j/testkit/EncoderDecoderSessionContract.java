package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.head.BeamSearch;
import dev.rnn4j.core.head.Hypothesis;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.model.EncoderDecoderNetwork;
import dev.rnn4j.core.model.EncoderDecoderPass;
import dev.rnn4j.core.model.EncoderDecoderSession;
import dev.rnn4j.core.model.SequencePair;
import dev.rnn4j.core.model.SourceSequence;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What a session of an encoder-decoder promises on any kernels: step by step it gives what a
 * forward pass over the whole target gives, for hypotheses that branch, end and are dropped as a
 * search likes, and to the bit the same whatever else is searched for beside them.
 */
public abstract class EncoderDecoderSessionContract {
  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small models. */
  @Provide
  public Arbitrary<EncoderDecoderCase> cases() {
    return EncoderDecoderCase.all();
  }

  private EncoderDecoderNetwork network(EncoderDecoderCase example) {
    return EncoderDecoderNetwork.of(example.config(), example.parameters(), kernels());
  }

  private static List<SourceSequence> sources(EncoderDecoderCase example) {
    return example.pairs().stream().map(SequencePair::source).toList();
  }

  /** What a session that others have used gives for sequences of tokens that follow each other. */
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void branchingHypothesesAreThoseOfTheReference(
      @ForAll("cases") EncoderDecoderCase example) {
    List<SourceSequence> sources = sources(example);
    EncoderDecoderSession session = new EncoderDecoderSession(network(example));
    EncoderDecoderCase other = EncoderDecoderCase.of(example.config(), example.seed() + 3);
    session.begin(sources(other), 2);
    session.advance(new int[] {0, 0}, new int[2], 2);
    ReferenceEncoderDecoder reference =
        new ReferenceEncoderDecoder(example.config(), example.values());
    SplittableRandom random = new SplittableRandom(example.seed());
    session.begin(sources, 7);
    List<Followed> last = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      last.add(new Followed(i, new int[0]));
    }
    for (int call = 0; call < 4; call++) {
      int n = random.nextInt(1, 8);
      int[] parents = random.ints(n, 0, last.size()).toArray();
      int[] tokens = random.ints(n, 0, example.config().decoder().vocabularySize()).toArray();
      Matrix logP = session.advance(parents, tokens, n);
      List<Followed> next = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        next.add(last.get(parents[i]).by(tokens[i]));
        double[] s =
            reference
                .run(
                    sources.get(next.get(i).source()),
                    next.get(i).tokens(),
                    ReferenceEncoderDecoder.Masks.NONE)
                .logits()
                .getLast();
        double[] expected = logProbabilities(s);
        float[] actual = Samples.elements(logP.rowRange(i, i + 1));
        GradientComparison.ofTerms(example.additions(), 1).assertClose("log p", actual, expected);
      }
      last = next;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Followed(int source, int[] tokens) {
    Followed by(int token) {
      int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
      longer[tokens.length] = token;
      return new Followed(source, longer);
    }
  }

  private static double[] logProbabilities(double[] s) {
    double sum = Arrays.stream(s).map(Math::exp).sum();
    return Arrays.stream(s).map(one -> one - Math.log(sum)).toArray();
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  public void theStepsOfTheTruthLoseWhatTeacherForcingLoses(
      @ForAll("cases") EncoderDecoderCase example) {
    EncoderDecoderNetwork network = network(example);
    EncoderDecoderPass pass = new EncoderDecoderPass(network, null);
    EncoderDecoderSession session = new EncoderDecoderSession(network);
    for (SequencePair pair : example.pairs()) {
      int end = example.config().decoder().endToken();
      double sum = 0;
      session.begin(List.of(pair.source()), 1);
      for (int t = 0; t < pair.predictions(); t++) {
        int[] fed = {t == 0 ? end : pair.target()[t - 1]};
        Matrix logP = session.advance(new int[1], fed, 1);
        sum -= logP.get(0, t == pair.target().length ? end : pair.target()[t]);
      }
      pass.begin(List.of(pair));
      pass.evaluate(Worker.solo());
      assertEquals(pass.totalLoss(), sum, 1e-5 * Math.max(1, sum));
    }
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  public void aSourceGivesTheSameBitsAloneAndAmongOthers(
      @ForAll("cases") EncoderDecoderCase example) {
    EncoderDecoderSession session = new EncoderDecoderSession(network(example));
    List<SourceSequence> sources = sources(example);
    int end = example.config().decoder().endToken();
    BeamSearch search = new BeamSearch(3, 0.6, end, end);
    int[] limits = new int[sources.size()];
    Arrays.fill(limits, 5);
    session.begin(sources, 3 * sources.size());
    List<List<Hypothesis>> together = search.search(session, limits);
    List<float[][]> looked =
        together.stream().map(found -> session.alignment(found.getFirst())).toList();
    for (int i = 0; i < sources.size(); i++) {
      session.begin(List.of(sources.get(i)), 3);
      List<Hypothesis> alone = search.search(session, 5).getFirst();
      assertEquals(tokens(alone), tokens(together.get(i)));
      assertEquals(alone.getFirst().score(), together.get(i).getFirst().score(), 0.0);
      assertTrue(Arrays.deepEquals(session.alignment(alone.getFirst()), looked.get(i)));
    }
  }

  private static List<List<Integer>> tokens(List<Hypothesis> found) {
    return found.stream().map(h -> Arrays.stream(h.tokens()).boxed().toList()).toList();
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  public void attentionIsThatOfTheReference(@ForAll("cases") EncoderDecoderCase example) {
    EncoderDecoderSession session = new EncoderDecoderSession(network(example));
    List<SourceSequence> sources = sources(example);
    int end = example.config().decoder().endToken();
    int[] limits = new int[sources.size()];
    Arrays.fill(limits, 4);
    session.begin(sources, 2 * sources.size());
    List<List<Hypothesis>> found = new BeamSearch(2, 0, end, end).search(session, limits);
    ReferenceEncoderDecoder reference =
        new ReferenceEncoderDecoder(example.config(), example.values());
    for (int i = 0; i < sources.size(); i++) {
      Hypothesis best = found.get(i).getFirst();
      float[][] actual = session.alignment(best);
      assertEquals(best.tokens().length + 1, actual.length);
      List<double[]> expected =
          reference
              .run(
                  sources.get(i),
                  reference.truth(best.tokens()),
                  ReferenceEncoderDecoder.Masks.NONE)
              .weights();
      boolean attends = example.config().decoder().attention() != AttentionKind.NONE;
      for (int t = 0; t < actual.length; t++) {
        double[] weights = attends ? expected.get(t) : new double[0];
        GradientComparison.ofTerms(example.additions(), 1)
            .assertClose("weights", actual[t], weights);
      }
    }
  }

  @Property(tries = 5, edgeCases = EdgeCasesMode.NONE)
  public void whatDoesNotExistIsRefused(@ForAll("cases") EncoderDecoderCase example) {
    EncoderDecoderSession session = new EncoderDecoderSession(network(example));
    session.begin(sources(example), 2);
    int[] twice = {0, 0, 0};
    assertThrows(IllegalArgumentException.class, () -> session.advance(twice, twice, 3));
    int[] nobody = {example.pairs().size()};
    assertThrows(IndexOutOfBoundsException.class, () -> session.advance(nobody, new int[1], 1));
    int[] unknown = {example.config().decoder().vocabularySize()};
    assertThrows(IndexOutOfBoundsException.class, () -> session.advance(new int[1], unknown, 1));
  }

  @Property(tries = 10, edgeCases = EdgeCasesMode.NONE)
  public void theParametersOfAModelForUseAreThoseItWasMadeOf(
      @ForAll("cases") EncoderDecoderCase example) {
    assertArrayEquals(
        example.parameters().values(), network(example).parameters().values(), "to the bit");
  }
}
