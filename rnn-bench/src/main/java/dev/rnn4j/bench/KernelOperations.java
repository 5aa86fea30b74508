package dev.rnn4j.bench;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.AdamStep;
import dev.rnn4j.core.kernel.UpdateStep;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.optim.GlobalNorm;
import java.util.Arrays;

/** Single operations of the kernels on seeded data; shapes are written as in "20x200". */
final class KernelOperations {
  private static final int LSTM_GATES = 4;
  private static final int GRU_GATES = 3;

  /** Of the logits, which would otherwise be all alike. */
  private static final float SPREAD = 4;

  /** So small that the parameters stay where they are. */
  private static final float RATE = 1e-9f;

  private static final float MOMENTUM = 0.9f;
  private static final UpdateStep STEP = new UpdateStep(1, RATE, 0);
  private static final AdamStep ADAM = new AdamStep(STEP, 0.9f, 0.999f, 1e-8f, 0.1f, 0.001f);

  private KernelOperations() {}

  private static int[] sizes(String shape) {
    return Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
  }

  /** {@return the product of the sizes} */
  static double elements(String shape) {
    return Arrays.stream(sizes(shape)).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  /** {@return random values (rows, several times the columns)} */
  private static Matrix random(Engine engine, String shape, int times) {
    int[] sizes = sizes(shape);
    return engine.matrix(sizes[0], times * sizes[1]);
  }

  private static Matrix zeros(String shape) {
    int[] sizes = sizes(shape);
    return Matrix.zeros(sizes[0], sizes[1]);
  }

  /** h = f(z), both (B, H). */
  static Operation activate(Engine engine, Activation f, String shape) {
    Matrix z = random(engine, shape, 1);
    Matrix h = zeros(shape);
    return Operation.of(engine.shared(w -> engine.kernels().activate(w, f, z, h)));
  }

  /** dz = dh ∘ f'(z), by way of h = f(z); all (B, H). */
  static Operation activateBackward(Engine engine, Activation f, String shape) {
    Matrix z = random(engine, shape, 1);
    Matrix dh = random(engine, shape, 1);
    Matrix h = zeros(shape);
    Matrix dz = zeros(shape);
    engine.shared(w -> engine.kernels().activate(w, f, z, h)).run();
    return Operation.of(engine.shared(w -> engine.kernels().activateBackward(w, f, h, dh, dz)));
  }

  /** The gates of one LSTM step on (B, H) units. */
  static Operation lstmForward(Engine engine, String shape) {
    Matrix gates = random(engine, shape, LSTM_GATES);
    Matrix cPrev = random(engine, shape, 1);
    Matrix c = zeros(shape);
    Matrix tanhC = zeros(shape);
    Matrix h = zeros(shape);
    Runnable run = engine.shared(w -> engine.kernels().lstmForward(w, gates, cPrev, c, tanhC, h));
    return Operation.inPlace(run, gates.data());
  }

  /** Backward; random values serve as activated gates. */
  static Operation lstmBackward(Engine engine, String shape) {
    Matrix gates = random(engine, shape, LSTM_GATES);
    Matrix cPrev = random(engine, shape, 1);
    Matrix tanhC = random(engine, shape, 1);
    Matrix dh = random(engine, shape, 1);
    Matrix dc = random(engine, shape, 1);
    Runnable run =
        engine.shared(w -> engine.kernels().lstmBackward(w, gates, cPrev, tanhC, dh, dc));
    return Operation.inPlace(run, gates.data(), dc.data());
  }

  /** The gates of one GRU step on (B, H) units. */
  static Operation gruForward(Engine engine, String shape) {
    Matrix gates = random(engine, shape, GRU_GATES);
    Matrix recurrent = random(engine, shape, GRU_GATES);
    Matrix hPrev = random(engine, shape, 1);
    Matrix h = zeros(shape);
    Runnable run = engine.shared(w -> engine.kernels().gruForward(w, gates, recurrent, hPrev, h));
    return Operation.inPlace(run, gates.data(), recurrent.data());
  }

  /** Backward; random values serve as activated gates. */
  static Operation gruBackward(Engine engine, String shape) {
    Matrix gates = random(engine, shape, GRU_GATES);
    Matrix recurrent = random(engine, shape, GRU_GATES);
    Matrix hPrev = random(engine, shape, 1);
    Matrix dh = random(engine, shape, 1);
    Matrix dhPrev = random(engine, shape, 1);
    Runnable run =
        engine.shared(w -> engine.kernels().gruBackward(w, gates, recurrent, hPrev, dh, dhPrev));
    return Operation.inPlace(run, gates.data(), recurrent.data(), dhPrev.data());
  }

  private static Matrix logits(Engine engine, String shape) {
    Matrix logits = random(engine, shape, 1);
    for (int i = 0; i < logits.data().length; i++) {
      logits.data()[i] *= SPREAD;
    }
    return logits;
  }

  /** Probabilities of (M, V) logits. */
  static Operation softmax(Engine engine, String shape) {
    Matrix logits = logits(engine, shape);
    Matrix probabilities = zeros(shape);
    return Operation.of(engine.shared(w -> engine.kernels().softmax(w, logits, probabilities)));
  }

  /** Losses of (M, V) logits, and the gradient in their place. */
  static Operation softmaxCrossEntropy(Engine engine, String shape) {
    Matrix logits = logits(engine, shape);
    int rows = logits.rows();
    int[] targets = engine.indices(rows, logits.cols());
    double[] losses = new double[rows];
    float scale = 1f / rows;
    Runnable run =
        engine.shared(
            w -> engine.kernels().softmaxCrossEntropy(w, logits, targets, scale, 0, losses));
    return Operation.inPlace(run, logits.data());
  }

  /** An update of so many parameters by plain SGD. */
  static Operation sgd(Engine engine, int size) {
    float[] theta = engine.floats(size);
    float[] gradient = engine.floats(size);
    return Operation.of(engine.shared(w -> engine.kernels().sgd(w, theta, gradient, STEP)));
  }

  /** By SGD with momentum. */
  static Operation sgdMomentum(Engine engine, int size) {
    float[] theta = engine.floats(size);
    float[] gradient = engine.floats(size);
    float[] velocity = new float[size];
    return Operation.of(
        engine.shared(w ->
            engine.kernels().sgdMomentum(w, theta, gradient, velocity, MOMENTUM, false, STEP)));
  }

  /** By Adam. */
  static Operation adam(Engine engine, int size) {
    float[] theta = engine.floats(size);
    float[] gradient = engine.floats(size);
    float[] first = new float[size];
    float[] second = new float[size];
    return Operation.of(
        engine.shared(w -> engine.kernels().adam(w, theta, gradient, first, second, ADAM)));
  }

  /** The norm of so many gradients, which clipping asks for at every step. */
  static Operation norm(Engine engine, int size) {
    float[] gradient = engine.floats(size);
    GlobalNorm norm = new GlobalNorm(size, engine.kernels());
    double[] norms = new double[Engine.threads()]; // as each worker got it
    return Operation.of(engine.shared(w -> norms[w.index()] = norm.of(w, gradient)));
  }
}
