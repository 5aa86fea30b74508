package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Row.Work;
import dev.rnn4j.core.head.AdaptiveClusters;
import dev.rnn4j.core.head.AdaptiveSoftmaxHead;
import dev.rnn4j.core.head.DistributionHead;
import dev.rnn4j.core.head.DistributionPass;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The full softmax of a language model beside an adaptive one with the usual cut-offs: a step of
 * training, which repacks, runs forward and backward. Targets are as frequent as Zipf's law has the
 * words of a text: p(rank) in proportion to 1 / rank.
 */
final class SoftmaxHeads {
  private static final String PREFIX = "decoder.";
  private static final SoftmaxHead.Names FULL = SoftmaxHead.Names.of(PREFIX);
  private static final Initialization START = new Initialization(0.1f, 0);

  private SoftmaxHeads() {}

  /** A head, and where its gradients go. */
  private record Trained(DistributionHead head, Parameters gradients) {}

  /** Makes a head. */
  private interface Maker {
    Trained make(Kernels kernels);
  }

  /** Of some rows, for vocabularies of different sizes. */
  static List<BenchCase> all(int rows, int inputs, List<Integer> vocabularies) {
    List<BenchCase> cases = new ArrayList<>();
    for (int size : vocabularies) {
      String shape = " %dx%dx%d".formatted(rows, inputs, size);
      cases.add(of("full" + shape, rows, inputs, size, kernels -> full(inputs, size, kernels)));
      cases.add(
          of("adaptive" + shape, rows, inputs, size, kernels -> adaptive(inputs, size, kernels)));
    }
    return cases;
  }

  private static BenchCase of(String name, int rows, int inputs, int size, Maker maker) {
    return new BenchCase(
        "softmax head " + name,
        Work.tokens(rows, 0),
        false,
        false,
        engine -> step(engine, rows, inputs, size, maker.make(engine.kernels())));
  }

  private static Trained full(int inputs, int size, Kernels kernels) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    SoftmaxHead.declare(layout, FULL, size, inputs);
    Parameters parameters = new Parameters(layout.build());
    SoftmaxHead.initialize(parameters, FULL, START, new RandomSource(1));
    return new Trained(
        new SoftmaxHead(FULL, parameters, kernels, true), new Parameters(parameters.layout()));
  }

  private static Trained adaptive(int inputs, int size, Kernels kernels) {
    AdaptiveClusters clusters = AdaptiveClusters.usual(size);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    AdaptiveSoftmaxHead.declare(layout, PREFIX, clusters, inputs);
    Parameters parameters = new Parameters(layout.build());
    AdaptiveSoftmaxHead.initialize(parameters, PREFIX, clusters, START, new RandomSource(1));
    return new Trained(
        new AdaptiveSoftmaxHead(PREFIX, clusters, parameters, kernels, true),
        new Parameters(parameters.layout()));
  }

  private static Operation step(Engine engine, int rows, int inputs, int size, Trained trained) {
    DistributionHead head = trained.head();
    DistributionPass pass = head.newPass(rows, trained.gradients());
    pass.shape(SequenceBatch.full(rows, 1));
    Matrix x = engine.matrix(rows, inputs);
    Matrix dx = Matrix.zeros(rows, inputs);
    int[] targets = zipf(rows, size);
    float scale = 1f / rows;
    return Operation.of(
        engine.shared(w -> {
          head.repack(w);
          w.barrier();
          pass.forward(w, x);
          pass.backward(w, x, targets, scale, dx);
        }));
  }

  /** Of 1 / rank the sum up to a rank is about its logarithm. */
  private static int[] zipf(int count, int size) {
    RandomSource random = new RandomSource(2);
    int[] ranks = new int[count];
    for (int i = 0; i < count; i++) {
      double rank = Math.exp(random.nextDouble() * Math.log(size));
      ranks[i] = Math.clamp((int) rank - 1, 0, size - 1);
    }
    return ranks;
  }
}
