package dev.rnn4j.core.head;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A model whose next token depends on the whole beginning, made up from a seed. It insists on being
 * asked as {@link Continuations} says.
 */
final class TableModel implements Continuations {
  private final int vocabulary;
  private final long[] seeds;
  private List<List<Integer>> last = new ArrayList<>();
  private final List<Long> inputs = new ArrayList<>();

  /** One input for each seed. */
  TableModel(int vocabulary, long... seeds) {
    this.vocabulary = vocabulary;
    this.seeds = seeds;
    for (long seed : seeds) {
      last.add(List.of());
      inputs.add(seed);
    }
  }

  @Override
  public int vocabularySize() {
    return vocabulary;
  }

  @Override
  public Matrix advance(int[] parents, int[] tokens, int n) {
    Matrix logP = Matrix.zeros(n, vocabulary);
    List<List<Integer>> next = new ArrayList<>();
    List<Long> nextInputs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      List<Integer> beginning = new ArrayList<>(last.get(parents[i]));
      beginning.add(tokens[i]);
      next.add(beginning);
      nextInputs.add(inputs.get(parents[i]));
      float[] row = logP(nextInputs.get(i), beginning);
      for (int v = 0; v < vocabulary; v++) {
        logP.set(i, v, row[v]);
      }
    }
    last = next;
    inputs.clear();
    inputs.addAll(nextInputs);
    return logP;
  }

  /** How probable each token is after a beginning, which starts with the start token. */
  float[] logP(long seed, List<Integer> beginning) {
    RandomSource random = new RandomSource(RandomSource.derive(seed, beginning.hashCode()));
    double[] weights = new double[vocabulary];
    double sum = 0;
    for (int v = 0; v < vocabulary; v++) {
      weights[v] = Math.exp(3 * random.nextDouble());
      sum += weights[v];
    }
    float[] logP = new float[vocabulary];
    for (int v = 0; v < vocabulary; v++) {
      logP[v] = (float) Math.log(weights[v] / sum);
    }
    return logP;
  }

  long seed(int input) {
    return seeds[input];
  }
}
