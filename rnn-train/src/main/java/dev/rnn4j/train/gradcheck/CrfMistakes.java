package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.head.CrfHead;
import dev.rnn4j.core.head.CrfPass;
import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What can go wrong in docs/derivations/conditional-random-field.md. */
final class CrfMistakes extends WrittenDerivation<CrfMistakes.Lines> {
  private static final String PREFIX = "output.";
  private static final int TAGS = 4;
  private static final int INPUTS = 3;
  private static final int[] LENGTHS = {5, 3, 1};

  private final Worker worker = Worker.solo();
  private final SequenceBatch batch = SequenceBatch.of(LENGTHS);
  private final Matrix h = Matrix.zeros(batch.rows(), INPUTS);
  private final Matrix dh = Matrix.zeros(batch.rows(), INPUTS);
  private final int[] tags = new int[batch.rows()];
  private final float scale = 1f / batch.rows();
  private final Parameters parameters;
  private final Parameters gradients;
  private final CrfHead head;
  private final CrfPass pass;

  CrfMistakes(long seed, Kernels kernels) {
    RandomSource random = new RandomSource(seed);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    CrfHead.declare(layout, PREFIX, TAGS, INPUTS);
    parameters = new Parameters(layout.build());
    gradients = new Parameters(parameters.layout());
    for (String name : CrfHead.NAMES) {
      Initializers.uniform(parameters.matrix(PREFIX + name), 1f, random);
    }
    Initializers.uniform(h, 1f, random);
    for (int r = 0; r < tags.length; r++) {
      tags[r] = random.nextInt(TAGS);
    }
    head = new CrfHead(PREFIX, TagTransitions.all(TAGS), parameters, kernels, true);
    pass = head.newPass(batch.rows(), gradients);
    pass.shape(batch);
  }

  @Override
  public String name() {
    return "conditional random field";
  }

  @Override
  public String page() {
    return "conditional-random-field.md";
  }

  @Override
  public List<Variable> variables() {
    List<Variable> variables = new ArrayList<>(List.of(new Variable("h", h, dh)));
    for (String name : CrfHead.NAMES) {
      variables.add(new Variable(PREFIX + name, value(name), gradient(name)));
    }
    return variables;
  }

  private Matrix value(String name) {
    return parameters.matrix(PREFIX + name);
  }

  private Matrix gradient(String name) {
    return gradients.matrix(PREFIX + name);
  }

  @Override
  public double loss() {
    head.repack(worker);
    pass.forward(worker, h);
    pass.loss(worker, tags);
    return scale * pass.totalLoss();
  }

  @Override
  public void backward() {
    head.repack(worker);
    pass.forward(worker, h);
    pass.backward(worker, h, tags, scale, dh);
  }

  /** The lines of the derivation; as they stand, right. Scores, α and β are logarithms. */
  static final class Lines {
    DoubleUnaryOperator s = start -> start;
    DoubleUnaryOperator e = end -> end;
    DoubleBinaryOperator before = (alpha, transition) -> alpha + transition;
    OfThree after = (transition, z, beta) -> transition + z + beta;
    DoubleBinaryOperator p = (alpha, beta) -> alpha + beta;
    OfFour pair = (alpha, transition, z, beta) -> alpha + transition + z + beta;
    DoubleBinaryOperator dz = (p, seen) -> p - seen;
    DoubleBinaryOperator dTransition = (pair, seen) -> pair - seen;
    DoubleBinaryOperator dStart = (first, last) -> first;
    DoubleBinaryOperator dEnd = (first, last) -> last;
    DoubleBinaryOperator dh = (u, dz) -> u * dz;
    OfThree du = (dz, h, hBefore) -> dz * h;
    DoubleUnaryOperator db = dz -> dz;
  }

  @Override
  Lines lines() {
    return new Lines();
  }

  @Override
  void gradients(Lines lines) {
    Arrays.fill(gradients.values(), 0);
    LiveValues.clear(dh);
    for (int b = 0; b < batch.batch(); b++) {
      sequence(b, lines);
    }
  }

  private void sequence(int b, Lines lines) {
    int length = batch.length(b);
    double[][] z = new double[length][TAGS];
    double[][] alpha = new double[length][TAGS];
    double[][] beta = new double[length][TAGS];
    double[] terms = new double[TAGS];
    Matrix transitions = value("transitions");
    for (int t = 0; t < length; t++) {
      for (int j = 0; j < TAGS; j++) {
        z[t][j] = score(batch.row(t, b), j);
        for (int i = 0; t > 0 && i < TAGS; i++) {
          terms[i] = lines.before.applyAsDouble(alpha[t - 1][i], transitions.get(i, j));
        }
        alpha[t][j] =
            z[t][j] + (t == 0 ? lines.s.applyAsDouble(value("start").get(0, j)) : logSum(terms));
      }
    }
    for (int t = length - 1; t >= 0; t--) {
      for (int i = 0; i < TAGS; i++) {
        for (int j = 0; t + 1 < length && j < TAGS; j++) {
          terms[j] = lines.after.of(transitions.get(i, j), z[t + 1][j], beta[t + 1][j]);
        }
        beta[t][i] =
            t == length - 1 ? lines.e.applyAsDouble(value("end").get(0, i)) : logSum(terms);
      }
    }
    for (int j = 0; j < TAGS; j++) {
      terms[j] = alpha[length - 1][j] + value("end").get(0, j);
    }
    marginals(b, lines, z, alpha, beta, logSum(terms));
  }

  private double score(int row, int tag) {
    double sum = value("bias").get(0, tag);
    for (int i = 0; i < INPUTS; i++) {
      sum += (double) value("weight").get(tag, i) * h.get(row, i);
    }
    return sum;
  }

  private static double logSum(double[] terms) {
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term);
    }
    return Math.log(sum);
  }

  private void marginals(
      int b, Lines lines, double[][] z, double[][] alpha, double[][] beta, double lnZ) {
    int last = z.length - 1;
    Matrix transitions = value("transitions");
    for (int j = 0; j < TAGS; j++) {
      double[] dz = new double[z.length];
      for (int t = 0; t <= last; t++) {
        int tag = tags[batch.row(t, b)];
        double p = Math.exp(lines.p.applyAsDouble(alpha[t][j], beta[t][j]) - lnZ);
        dz[t] = scale * lines.dz.applyAsDouble(p, tag == j ? 1 : 0);
        parametersOf(b, t, j, dz[t], lines);
        for (int i = 0; t > 0 && i < TAGS; i++) {
          double pair = lines.pair.of(alpha[t - 1][i], transitions.get(i, j), z[t][j], beta[t][j]);
          boolean seen = tags[batch.row(t - 1, b)] == i && tag == j;
          add(
              gradient("transitions"),
              i,
              j,
              scale * lines.dTransition.applyAsDouble(Math.exp(pair - lnZ), seen ? 1 : 0));
        }
      }
      add(gradient("start"), 0, j, lines.dStart.applyAsDouble(dz[0], dz[last]));
      add(gradient("end"), 0, j, lines.dEnd.applyAsDouble(dz[0], dz[last]));
    }
  }

  private void parametersOf(int b, int t, int j, double dz, Lines lines) {
    int row = batch.row(t, b);
    int rowBefore = batch.row(Math.max(0, t - 1), b);
    add(gradient("bias"), 0, j, lines.db.applyAsDouble(dz));
    for (int i = 0; i < INPUTS; i++) {
      add(gradient("weight"), j, i, lines.du.of(dz, h.get(row, i), h.get(rowBefore, i)));
      add(dh, row, i, lines.dh.applyAsDouble(value("weight").get(j, i), dz));
    }
  }

  @Override
  public List<Mistake> mistakes() {
    List<Mistake> all = new ArrayList<>(ofSums());
    all.addAll(ofGradients());
    return all;
  }

  private List<Mistake> ofSums() {
    String alpha = "α(t)[j] = z(t)[j] + ln Σ_i exp(α(t−1)[i] + A[i][j])";
    String beta = "β(t)[i] = ln Σ_j exp(A[i][j] + z(t+1)[j] + β(t+1)[j])";
    return List.of(
        mistake("α begins without s", "α(1)[j] = s[j] + z(1)[j]", l -> l.s = start -> 0),
        mistake("α leaves the transition out", alpha, l -> l.before = (a, transition) -> a),
        mistake("α forgets what was before", alpha, l -> l.before = (a, transition) -> transition),
        mistake("β begins without e", "β(T)[i] = e[i]", l -> l.e = end -> 0),
        mistake("β leaves the transition out", beta, l -> l.after = (transition, z, b) -> z + b),
        mistake(
            "β leaves the score out", beta, l -> l.after = (transition, z, b) -> transition + b),
        mistake(
            "β forgets what comes after",
            beta,
            l -> l.after = (transition, z, b) -> transition + z));
  }

  private List<Mistake> ofGradients() {
    String p = "p(t)[j] = exp(α(t)[j] + β(t)[j] − ln Z)";
    String pair = "p(t)[i][j] = exp(α(t−1)[i] + A[i][j] + z(t)[j] + β(t)[j] − ln Z)";
    String dz = "dz(t)[j] = p(t)[j] − 1{y(t) = j}";
    String transitions = "dA[i][j] = Σ_t p(t)[i][j] − 1{y(t−1) = i, y(t) = j}";
    String ends = "ds[j] = p(1)[j] − 1{y(1) = j}, de[j] = p(T)[j] − 1{y(T) = j}";
    String dense = "U, b and h(t) get theirs from dz";
    return List.of(
        mistake("a marginal of the past alone", p, l -> l.p = (a, b) -> a),
        mistake("a marginal of the future alone", p, l -> l.p = (a, b) -> b),
        mistake("a pair's marginal lacks the score", pair, l -> l.pair = (a, t, z, b) -> a + t + b),
        mistake(
            "a pair's marginal lacks the transition",
            pair,
            l -> l.pair = (a, t, z, b) -> a + z + b),
        mistake("what was seen not subtracted from dz", dz, l -> l.dz = (q, seen) -> q),
        mistake("what is expected left out of dz", dz, l -> l.dz = (q, seen) -> -seen),
        mistake(
            "what was seen not subtracted from dA",
            transitions,
            l -> l.dTransition = (q, seen) -> q),
        mistake(
            "what is expected left out of dA",
            transitions,
            l -> l.dTransition = (q, seen) -> -seen),
        mistake(
            "the start has the gradient of the end", ends, l -> l.dStart = (first, last) -> last),
        mistake(
            "the end has the gradient of the start", ends, l -> l.dEnd = (first, last) -> first),
        mistake("no gradient for what is below", dense, l -> l.dh = (u, d) -> 0),
        mistake("weight: h of the step before", dense, l -> l.du = (d, now, past) -> d * past),
        mistake("bias: no gradient", dense, l -> l.db = d -> 0));
  }
}
