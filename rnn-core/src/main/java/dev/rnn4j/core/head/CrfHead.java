package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear-chain conditional random field (Lafferty et al. 2001): a distribution over all sequences
 * of N tags for every sequence of rows. The score of tags y(0) … y(T-1) is
 *
 * <pre>
 *   start[y(0)] + Σ e(t, y(t)) + Σ transitions[y(t-1), y(t)] + end[y(T-1)],   e = U h + b
 * </pre>
 *
 * and ln p of a sequence is its score less the logarithm of the sum of exp(score) over all that are
 * allowed. Shared by any number of threads unless repacked; {@link CrfPass} computes with it.
 */
public final class CrfHead implements TaggingHead {
  /**
   * The names of all its parameters, after the prefix; all have a row or a value for each tag.
   * Those of a {@link SoftmaxHead} are the first two.
   */
  public static final List<String> NAMES = List.of("weight", "bias", "transitions", "start", "end");

  private final String prefix;
  private final TagTransitions allowed;
  private final boolean training;
  private final Linear linear;

  /** (N, N), (1, N), (1, N): live in training, otherwise copies. */
  private final Matrix transitions;

  private final Matrix start;
  private final Matrix end;

  /**
   * A head.
   *
   * @param prefix of its parameters, such as "output."
   * @param allowed which tags may follow each other; others have probability 0
   * @param parameters with those that {@link #declare} declares, packed here; in training shared,
   *     and after changing them call {@link #repack}
   * @param kernels the arithmetic of the dense layer
   * @param training whether there is a backward pass
   * @throws IllegalArgumentException if the parameters are for another number of tags
   */
  public CrfHead(
      String prefix,
      TagTransitions allowed,
      Parameters parameters,
      Kernels kernels,
      boolean training) {
    this.prefix = prefix;
    this.allowed = allowed;
    this.training = training;
    Matrix weight = parameters.matrix(prefix + "weight");
    ParameterLayout.Builder own = ParameterLayout.builder();
    declare(own, prefix, allowed.tags(), weight.cols());
    parameters.layout().requireShapes(own.build());
    Matrix bias = parameters.matrix(prefix + "bias");
    linear = new Linear(weight, bias, kernels, parameters.format(), training);
    transitions = own(parameters, "transitions");
    start = own(parameters, "start");
    end = own(parameters, "end");
  }

  private Matrix own(Parameters parameters, String name) {
    Matrix values = parameters.matrix(prefix + name);
    return training ? values : values.copy();
  }

  /**
   * Declares U (N, I), b (N), transitions (N, N) from row to column, start (N) and end (N).
   *
   * @param layout to add to
   * @param prefix of the names, such as "output."
   * @param tags N, 1 or more
   * @param inputSize I
   */
  public static void declare(
      ParameterLayout.Builder layout, String prefix, int tags, int inputSize) {
    layout
        .matrix(prefix + "weight", tags, inputSize)
        .vector(prefix + "bias", tags)
        .matrix(prefix + "transitions", tags, tags)
        .vector(prefix + "start", tags)
        .vector(prefix + "end", tags);
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param prefix of the names
   * @param how they are drawn
   * @param random where the values come from
   */
  public static void initialize(
      Parameters parameters, String prefix, Initialization how, RandomSource random) {
    for (String name : NAMES) {
      Initializers.uniform(parameters.matrix(prefix + name), how.range(), random);
    }
  }

  @Override
  public void repack(Worker w) {
    linear.repack(w);
  }

  @Override
  public void copyTo(Parameters into) {
    linear.copyTo(into.matrix(prefix + "weight"), into.matrix(prefix + "bias"));
    into.matrix(prefix + "transitions").set(transitions);
    into.matrix(prefix + "start").set(start);
    into.matrix(prefix + "end").set(end);
  }

  @Override
  public CrfPass newPass(int maxRows, @Nullable Parameters gradients) {
    if (gradients != null && !training) {
      throw new IllegalStateException("this head was made for inference; it has no backward pass");
    }
    return new CrfPass(this, prefix, maxRows, gradients);
  }

  /** {@return which tags may follow each other} */
  public TagTransitions allowed() {
    return allowed;
  }

  Linear linear() {
    return linear;
  }

  /** Copies the scores of what is allowed; that of all else is -∞. */
  void scores(double[] first, double[] next, double[] last) {
    int tags = allowed.tags();
    for (int i = 0; i < tags; i++) {
      first[i] = allowed.begins(i) ? start.get(0, i) : Double.NEGATIVE_INFINITY;
      last[i] = allowed.ends(i) ? end.get(0, i) : Double.NEGATIVE_INFINITY;
      for (int j = 0; j < tags; j++) {
        boolean follows = allowed.follows(i, j);
        next[i * tags + j] = follows ? transitions.get(i, j) : Double.NEGATIVE_INFINITY;
      }
    }
  }
}
