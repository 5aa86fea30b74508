package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.List;

/**
 * One step of a peephole LSTM in floats as a user would write it, from pre-activations z (B, 4H) in
 * the order i f g o, under a loss averaged over the elements of h:
 *
 * <pre>
 *   i = σ(zi + pi c')   f = σ(zf + pf c')   g = tanh(zg)   c = f c' + i g
 *   o = σ(zo + po c)    h = o tanh(c)
 * </pre>
 */
final class PeepholeCellCase {
  enum Mistake {
    NONE,
    NO_PEEPHOLE_GRADIENT,
    OUTPUT_PEEPS_AT_THE_OLD_CELL,
    NOT_THROUGH_THE_OUTPUT_PEEPHOLE,
    NOT_THROUGH_THE_INPUT_PEEPHOLE
  }

  private final int batch;
  private final int hidden;
  private final boolean floatSum;
  private final Mistake mistake;
  private final Matrix z;
  private final Matrix dz;
  private final Matrix old;
  private final Matrix dold;
  private final Matrix peepholes;
  private final Matrix dpeepholes;
  private final Matrix weights;

  PeepholeCellCase(int batch, int hidden, boolean floatSum, Mistake mistake, long seed) {
    RandomSource random = new RandomSource(seed);
    this.batch = batch;
    this.hidden = hidden;
    this.floatSum = floatSum;
    this.mistake = mistake;
    z = uniform(batch, 4 * hidden, 1, random);
    old = uniform(batch, hidden, 1, random);
    peepholes = uniform(3, hidden, 0.5f, random);
    weights = uniform(batch, hidden, 1, random);
    dz = Matrix.zeros(batch, 4 * hidden);
    dold = Matrix.zeros(batch, hidden);
    dpeepholes = Matrix.zeros(3, hidden);
  }

  private static Matrix uniform(int rows, int cols, float range, RandomSource random) {
    Matrix m = Matrix.zeros(rows, cols);
    Initializers.uniform(m, range, random);
    return m;
  }

  List<Result> check(Options options) {
    List<Variable> variables =
        List.of(
            new Variable("z", z, dz),
            new Variable("c(0)", old, dold),
            new Variable("peepholes", peepholes, dpeepholes));
    return new GradientCheck(options).check(variables, this::loss, this::backward);
  }

  private static float sigmoid(float v) {
    return (float) (1 / (1 + Math.exp(-v)));
  }

  private float gate(int b, int gate, int j, int peephole, float seen) {
    return sigmoid(z.get(b, gate * hidden + j) + peepholes.get(peephole, j) * seen);
  }

  private double loss() {
    double sum = 0;
    float inFloats = 0;
    for (int b = 0; b < batch; b++) {
      for (int j = 0; j < hidden; j++) {
        float before = old.get(b, j);
        float g = (float) Math.tanh(z.get(b, 2 * hidden + j));
        float c = gate(b, 1, j, 1, before) * before + gate(b, 0, j, 0, before) * g;
        float h = gate(b, 3, j, 2, c) * (float) Math.tanh(c);
        sum += h * weights.get(b, j);
        inFloats += h * weights.get(b, j);
      }
    }
    return floatSum ? inFloats / (batch * hidden) : sum / (batch * hidden);
  }

  private void backward() {
    for (int b = 0; b < batch; b++) {
      for (int j = 0; j < hidden; j++) {
        backward(b, j);
      }
    }
  }

  private void backward(int b, int j) {
    float before = old.get(b, j);
    float i = gate(b, 0, j, 0, before);
    float f = gate(b, 1, j, 1, before);
    float g = (float) Math.tanh(z.get(b, 2 * hidden + j));
    float c = f * before + i * g;
    float o = gate(b, 3, j, 2, c);
    float squashed = (float) Math.tanh(c);

    float dh = weights.get(b, j) / (batch * hidden);
    float dzo = dh * squashed * o * (1 - o);
    float dc = dh * o * (1 - squashed * squashed);
    if (mistake != Mistake.NOT_THROUGH_THE_OUTPUT_PEEPHOLE) {
      dc += dzo * peepholes.get(2, j);
    }
    float dzi = dc * g * i * (1 - i);
    float dzf = dc * before * f * (1 - f);
    dz.set(b, j, dzi);
    dz.set(b, hidden + j, dzf);
    dz.set(b, 2 * hidden + j, dc * i * (1 - g * g));
    dz.set(b, 3 * hidden + j, dzo);
    float through = mistake == Mistake.NOT_THROUGH_THE_INPUT_PEEPHOLE ? 0 : peepholes.get(0, j);
    dold.set(b, j, dc * f + dzi * through + dzf * peepholes.get(1, j));
    if (mistake != Mistake.NO_PEEPHOLE_GRADIENT) {
      boolean late = mistake != Mistake.OUTPUT_PEEPS_AT_THE_OLD_CELL;
      add(0, j, dzi * before);
      add(1, j, dzf * before);
      add(2, j, dzo * (late ? c : before));
    }
  }

  private void add(int peephole, int j, float gradient) {
    dpeepholes.set(peephole, j, dpeepholes.get(peephole, j) + gradient);
  }
}
