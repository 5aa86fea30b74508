package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Attention;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.AttentionMemory;
import dev.rnn4j.core.layer.AttentionPass;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * What can go wrong in docs/derivations/attention.md, in scores, weights and contexts. The loss is
 * a sum of all contexts with fixed factors, which are their gradient.
 */
final class AttentionMistakes extends WrittenDerivation<AttentionMistakes.Lines> {
  private static final String PREFIX = "attention.";
  private static final String KEY = PREFIX + "key.weight";
  private static final String QUERY = PREFIX + "query.weight";
  private static final String SCORE = PREFIX + "score";
  private static final int WIDTH = 5;
  private static final int STATE = 4;

  private final Worker worker = Worker.solo();
  private final AttentionKind kind;
  private final SequenceBatch memoryBatch = SequenceBatch.of(4, 3);
  private final SequenceBatch batch = SequenceBatch.of(3, 2);
  private final Matrix m = Matrix.zeros(memoryBatch.rows(), WIDTH);
  private final Matrix dm = Matrix.zeros(memoryBatch.rows(), WIDTH);
  private final Matrix h = Matrix.zeros(batch.rows(), STATE);
  private final Matrix dh = Matrix.zeros(batch.rows(), STATE);
  private final Matrix context = Matrix.zeros(batch.rows(), WIDTH);
  private final Matrix dContext = Matrix.zeros(batch.rows(), WIDTH);
  private final Parameters parameters;
  private final Parameters gradients;
  private final Attention attention;
  private final AttentionPass pass;

  AttentionMistakes(AttentionKind kind, long seed, Kernels kernels) {
    this.kind = kind;
    Attention.Shape shape = new Attention.Shape(kind, WIDTH, STATE);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Attention.declare(layout, PREFIX, shape);
    parameters = new Parameters(layout.build());
    gradients = new Parameters(parameters.layout());
    RandomSource random = new RandomSource(seed);
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      Initializers.uniform(parameters.matrix(entry.name()), 1f, random);
    }
    for (Matrix values : List.of(m, h, dContext)) {
      Initializers.uniform(values, 1f, random);
    }
    attention = new Attention(shape, parameters, PREFIX, kernels, true);
    pass = attention.newPass(memoryBatch.rows(), batch.rows(), gradients);
    pass.shape(new AttentionMemory(SequenceOrder.of(4, 3)));
  }

  private boolean isAdditive() {
    return kind == AttentionKind.ADDITIVE;
  }

  @Override
  public String name() {
    return kind.name().toLowerCase(Locale.ROOT) + " attention";
  }

  @Override
  public String page() {
    return "attention.md";
  }

  @Override
  public List<Variable> variables() {
    List<Variable> variables = new ArrayList<>();
    variables.add(new Variable("memory", m, dm));
    variables.add(new Variable("h", h, dh));
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      String name = entry.name();
      variables.add(new Variable(name, parameters.matrix(name), gradients.matrix(name)));
    }
    return variables;
  }

  private Matrix step(Matrix all, int t) {
    return all.rowRange(batch.offset(t), batch.offset(t + 1));
  }

  private void forward() {
    attention.repack(worker);
    pass.begin(batch, new int[] {0, 1});
    pass.remember(worker, m);
    for (int t = 0; t < batch.steps(); t++) {
      pass.forward(worker, t, step(h, t), step(context, t));
    }
  }

  @Override
  public double loss() {
    forward();
    double sum = 0;
    for (int r = 0; r < context.rows(); r++) {
      for (int c = 0; c < WIDTH; c++) {
        sum += (double) context.get(r, c) * dContext.get(r, c);
      }
    }
    return sum;
  }

  @Override
  public void backward() {
    forward();
    LiveValues.clear(dh);
    pass.beginBackward(worker);
    for (int t = batch.steps() - 1; t >= 0; t--) {
      pass.backward(worker, t, step(h, t), step(dContext, t), step(dh, t));
    }
    pass.finishBackward(worker, h, dm);
  }

  /** The lines of the derivation; as they stand, right. */
  static final class Lines {
    DoubleUnaryOperator dAlpha = product -> product;
    DoubleBinaryOperator dmOfMean = (alpha, dContext) -> alpha * dContext;
    OfThree de = (alpha, dAlpha, mean) -> alpha * (dAlpha - mean);
    DoubleBinaryOperator dhOfScore = (de, k) -> de * k;
    DoubleBinaryOperator dkOfScore = (de, h) -> de * h;
    DoubleBinaryOperator dv = (de, u) -> de * u;
    OfThree dz = (de, v, u) -> de * v * (1 - u * u);
    DoubleUnaryOperator dq = dz -> dz;
    DoubleUnaryOperator dk = dz -> dz;
    DoubleBinaryOperator dhOfQuery = (w, dq) -> w * dq;
    DoubleBinaryOperator dmOfKey = (w, dk) -> w * dk;
    DoubleBinaryOperator dKey = (dk, m) -> dk * m;
    DoubleBinaryOperator dQuery = (dq, h) -> dq * h;
  }

  @Override
  Lines lines() {
    return new Lines();
  }

  @Override
  void gradients(Lines lines) {
    Arrays.fill(gradients.values(), 0);
    LiveValues.clear(dm);
    LiveValues.clear(dh);
    for (int b = 0; b < batch.batch(); b++) {
      double[][] dk = new double[memoryBatch.length(b)][STATE];
      for (int t = 0; t < batch.length(b); t++) {
        step(b, batch.row(t, b), dk, lines);
      }
      for (int j = 0; j < dk.length; j++) {
        keys(memoryBatch.row(j, b), dk[j], lines);
      }
    }
  }

  /** k_j = W_k m_j, or q = W_q h(t). */
  private double[] product(String weight, Matrix of, int row) {
    Matrix w = parameters.matrix(weight);
    double[] product = new double[STATE];
    for (int k = 0; k < STATE; k++) {
      for (int c = 0; c < of.cols(); c++) {
        product[k] += (double) w.get(k, c) * of.get(row, c);
      }
    }
    return product;
  }

  private void step(int b, int row, double[][] dk, Lines lines) {
    double[][] fit = new double[dk.length][];
    double[] q = isAdditive() ? product(QUERY, h, row) : new double[STATE];
    double[] dq = new double[STATE];
    double[] alpha = new double[dk.length];
    double total = 0;
    for (int j = 0; j < dk.length; j++) {
      fit[j] = product(KEY, m, memoryBatch.row(j, b));
      double score = 0;
      for (int k = 0; k < STATE; k++) {
        fit[j][k] = isAdditive() ? Math.tanh(q[k] + fit[j][k]) : fit[j][k];
        score += fit[j][k] * (isAdditive() ? v(k) : h.get(row, k));
      }
      alpha[j] = Math.exp(score);
      total += alpha[j];
    }
    double[] dAlpha = new double[dk.length];
    double mean = 0;
    for (int j = 0; j < dk.length; j++) {
      alpha[j] /= total;
      dAlpha[j] = ofMean(row, memoryBatch.row(j, b), alpha[j], lines);
      mean += alpha[j] * dAlpha[j];
    }
    for (int j = 0; j < dk.length; j++) {
      double de = lines.de.of(alpha[j], dAlpha[j], mean);
      if (isAdditive()) {
        additive(de, fit[j], dq, dk[j], lines);
      } else {
        multiplicative(row, de, fit[j], dk[j], lines);
      }
    }
    if (isAdditive()) {
      query(row, dq, lines);
    }
  }

  private double v(int k) {
    return parameters.matrix(SCORE).get(0, k);
  }

  private double ofMean(int row, int memoryRow, double alpha, Lines lines) {
    double product = 0;
    for (int c = 0; c < WIDTH; c++) {
      product += (double) dContext.get(row, c) * m.get(memoryRow, c);
      add(dm, memoryRow, c, lines.dmOfMean.applyAsDouble(alpha, dContext.get(row, c)));
    }
    return lines.dAlpha.applyAsDouble(product);
  }

  private void multiplicative(int row, double de, double[] key, double[] dk, Lines lines) {
    for (int k = 0; k < STATE; k++) {
      add(dh, row, k, lines.dhOfScore.applyAsDouble(de, key[k]));
      dk[k] += lines.dkOfScore.applyAsDouble(de, h.get(row, k));
    }
  }

  private void additive(double de, double[] u, double[] dq, double[] dk, Lines lines) {
    for (int k = 0; k < STATE; k++) {
      add(gradients.matrix(SCORE), 0, k, lines.dv.applyAsDouble(de, u[k]));
      double dz = lines.dz.of(de, v(k), u[k]);
      dq[k] += lines.dq.applyAsDouble(dz);
      dk[k] += lines.dk.applyAsDouble(dz);
    }
  }

  private void query(int row, double[] dq, Lines lines) {
    for (int k = 0; k < STATE; k++) {
      for (int c = 0; c < STATE; c++) {
        add(gradients.matrix(QUERY), k, c, lines.dQuery.applyAsDouble(dq[k], h.get(row, c)));
        float w = parameters.matrix(QUERY).get(k, c);
        add(dh, row, c, lines.dhOfQuery.applyAsDouble(w, dq[k]));
      }
    }
  }

  private void keys(int memoryRow, double[] dk, Lines lines) {
    for (int k = 0; k < STATE; k++) {
      for (int c = 0; c < WIDTH; c++) {
        add(gradients.matrix(KEY), k, c, lines.dKey.applyAsDouble(dk[k], m.get(memoryRow, c)));
        float w = parameters.matrix(KEY).get(k, c);
        add(dm, memoryRow, c, lines.dmOfKey.applyAsDouble(w, dk[k]));
      }
    }
  }

  @Override
  public List<Mistake> mistakes() {
    List<Mistake> all = new ArrayList<>(ofWeights());
    all.addAll(isAdditive() ? ofAdditiveScores() : ofMultiplicativeScores());
    all.addAll(ofKeys());
    return all;
  }

  private List<Mistake> ofWeights() {
    String weights = "dα_j = dcontext · m_j";
    String mean = "dm_j += α_j dcontext";
    String softmax = "de_j = α_j (dα_j − Σ_i α_i dα_i)";
    return List.of(
        mistake("the weights have no gradient", weights, l -> l.dAlpha = d -> 0),
        mistake("no gradient through the mean", mean, l -> l.dmOfMean = (a, d) -> 0),
        mistake("the mean's gradient not weighted", mean, l -> l.dmOfMean = (a, d) -> d),
        mistake("the softmax's gradient lacks the mean", softmax, l -> l.de = (a, d, m0) -> a * d),
        mistake(
            "the softmax's gradient lacks the weight", softmax, l -> l.de = (a, d, m0) -> d - m0),
        mistake(
            "the softmax's gradient has the wrong sign",
            softmax,
            l -> l.de = (a, d, m0) -> a * (m0 - d)));
  }

  private List<Mistake> ofMultiplicativeScores() {
    String toState = "dh(t) += Σ_j de_j k_j";
    String toKey = "dk_j += de_j h(t)";
    return List.of(
        mistake("h has no gradient of the scores", toState, l -> l.dhOfScore = (de, k) -> 0),
        mistake("h has the gradient without the score's", toState, l -> l.dhOfScore = (de, k) -> k),
        mistake("keys have no gradient of the scores", toKey, l -> l.dkOfScore = (de, x) -> 0),
        mistake("keys have the wrong sign", toKey, l -> l.dkOfScore = (de, x) -> -de * x));
  }

  private List<Mistake> ofAdditiveScores() {
    String dz = "dz_j = de_j v ∘ (1 − u_j²)";
    return List.of(
        mistake("score: no gradient", "dv += de_j u_j", l -> l.dv = (de, u) -> 0),
        mistake("the slope of tanh dropped", dz, l -> l.dz = (de, v, u) -> de * v),
        mistake("the factor v dropped", dz, l -> l.dz = (de, v, u) -> de * (1 - u * u)),
        mistake("the query has no gradient", "dq = Σ_j dz_j", l -> l.dq = d -> 0),
        mistake("keys have no gradient of the scores", "dk_j += dz_j", l -> l.dk = d -> 0),
        mistake(
            "h has no gradient of the query", "dh(t) += W_qᵀ dq", l -> l.dhOfQuery = (w, d) -> 0),
        mistake("query.weight: no gradient", "dW_q = Σ_t dq h(t)ᵀ", l -> l.dQuery = (d, x) -> 0));
  }

  private List<Mistake> ofKeys() {
    return List.of(
        mistake(
            "the memory has no gradient of the keys",
            "dm_j += W_kᵀ dk_j",
            l -> l.dmOfKey = (w, d) -> 0),
        mistake("key.weight: no gradient", "dW_k = Σ_j dk_j m_jᵀ", l -> l.dKey = (d, x) -> 0));
  }
}
