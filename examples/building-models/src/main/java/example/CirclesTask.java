package example;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.train.task.TrainingTask;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Teaches a classifier which way a noisy point goes round a circle: clockwise, the other way, or
 * not at all. Sequences have 1 to 20 points; every step sees new ones.
 */
public final class CirclesTask implements TrainingTask {
  static final int CLASSES = 3;
  private static final int BATCH = 32;
  private static final int LONGEST = 20;
  private static final int STEPS = 100;
  private static final long HELD_OUT = -1;

  private final SequenceClassifier model;
  private final Parameters gradients;
  private final SequenceClassifier.Pass pass;
  private final int[] classes = new int[BATCH];

  public CirclesTask(SequenceClassifier model) {
    this.model = model;
    gradients = new Parameters(model.parameters().layout());
    pass = new SequenceClassifier.Pass(model, BATCH * LONGEST, BATCH, gradients);
  }

  /** A batch that follows from a key, longest sequences first. */
  private void prepare(long key) {
    RandomSource random = new RandomSource(key);
    int[] lengths = new int[BATCH];
    Arrays.setAll(lengths, b -> LONGEST * (BATCH - b) / BATCH);
    SequenceBatch batch = SequenceBatch.of(lengths);
    Matrix points = Matrix.zeros(batch.rows(), 2);
    for (int b = 0; b < BATCH; b++) {
      classes[b] = random.nextInt(CLASSES);
      double angle = 6 * random.nextDouble();
      for (int t = 0; t < batch.length(b); t++) {
        points.set(batch.row(t, b), 0, (float) (Math.cos(angle) + random.nextDouble() / 4));
        points.set(batch.row(t, b), 1, (float) (Math.sin(angle) + random.nextDouble() / 4));
        angle += 0.6 * (classes[b] - 1);
      }
    }
    pass.begin(batch, points);
  }

  @Override
  public int steps() {
    return STEPS;
  }

  @Override
  public int targets(int step) {
    return BATCH;
  }

  @Override
  public void beginStep(int step, long key) {
    prepare(key);
  }

  @Override
  public void compute(Worker w) {
    pass.forward(w);
    pass.backward(w, classes);
  }

  @Override
  public double loss() {
    return pass.totalLoss();
  }

  @Override
  public boolean validates() {
    return true;
  }

  @Override
  public double validate(Workers workers, BooleanSupplier stop) {
    prepare(HELD_OUT);
    workers.run(this::evaluate);
    return pass.totalLoss() / BATCH;
  }

  private void evaluate(Worker w) {
    pass.forward(w);
    pass.loss(w, classes);
  }

  /** The share of sequences not trained on whose class is found. */
  public double accuracy(Workers workers) {
    validate(workers, () -> false);
    int right = 0;
    for (int b = 0; b < BATCH; b++) {
      int best = 0;
      for (int k = 1; k < CLASSES; k++) {
        best = pass.logits().get(b, k) > pass.logits().get(b, best) ? k : best;
      }
      right += best == classes[b] ? 1 : 0;
    }
    return (double) right / BATCH;
  }

  @Override
  public Parameters parameters() {
    return model.parameters();
  }

  @Override
  public Parameters gradients() {
    return gradients;
  }

  @Override
  public Kernels kernels() {
    return model.kernels();
  }

  @Override
  public void repack(Worker w) {
    model.repack(w);
  }

  @Override
  public long fingerprint() {
    return BATCH;
  }

  @Override
  public Map<String, String> description() {
    return Map.of("example.model", "classifier of " + CLASSES);
  }
}
