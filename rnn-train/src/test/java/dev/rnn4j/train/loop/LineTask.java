package dev.rnn4j.train.loop;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.task.TrainingTask;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A task that is no language model: a line through points, y = a x + b, by squared errors. The
 * points are shuffled every epoch, the last batch is shorter than the others, and what is carried
 * counts the steps of the epoch.
 */
public final class LineTask implements TrainingTask {
  private static final int POINTS = 23;
  private static final int USUAL_BATCH = 4;

  private final Parameters parameters;
  private final Parameters gradients;
  private final float[] x = new float[POINTS];
  private final int[] order = new int[POINTS];
  private final Matrix count = Matrix.zeros(2, 3).columnRange(1, 2); // rows not side by side
  private final float slope;
  private final int batch;
  private int first;
  private int end;
  private double loss;

  /**
   * Points on a line.
   *
   * @param slope of the line; it meets the axis at 1
   */
  public LineTask(float slope) {
    this(slope, USUAL_BATCH);
  }

  /** The same in other batches. */
  LineTask(float slope, int batch) {
    this.batch = batch;
    ParameterLayout layout = ParameterLayout.builder().vector("a", 1).vector("b", 1).build();
    parameters = new Parameters(layout);
    gradients = new Parameters(layout);
    this.slope = slope;
    for (int i = 0; i < POINTS; i++) {
      x[i] = i / (float) POINTS - 0.4f;
      order[i] = i;
    }
  }

  /** The points of the epoch that was begun last, in the order in which they come. */
  public int[] order() {
    return order.clone();
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Parameters gradients() {
    return gradients;
  }

  @Override
  public Kernels kernels() {
    return new ScalarKernels();
  }

  @Override
  public void repack(Worker w) {
    w.barrier();
  }

  @Override
  public int steps() {
    return Math.ceilDiv(POINTS, batch);
  }

  @Override
  public void beginEpoch(int epoch, long key) {
    Arrays.setAll(order, i -> i);
    RandomSource random = new RandomSource(key);
    for (int i = POINTS - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
  }

  @Override
  public int targets(int step) {
    return Math.min(batch, POINTS - step * batch);
  }

  @Override
  public void beginStep(int step, long key) {
    first = step * batch;
    end = first + targets(step);
    if (step == 0) {
      count.set(0, 0, 0);
      count.set(1, 0, epochsBegun() + 1);
    }
  }

  /** Steps of the epoch so far. */
  public float stepsCounted() {
    return count.get(0, 0);
  }

  /** Epochs so far. */
  public float epochsBegun() {
    return count.get(1, 0);
  }

  @Override
  public void compute(Worker w) {
    w.barrier();
    if (w.index() == 0) {
      double da = 0;
      double db = 0;
      loss = 0;
      for (int i = first; i < end; i++) {
        float at = x[order[i]];
        double error = parameters.values()[0] * at + parameters.values()[1] - (slope * at + 1);
        loss += error * error;
        da += 2 * error * at;
        db += 2 * error;
      }
      gradients.values()[0] = (float) (da / (end - first));
      gradients.values()[1] = (float) (db / (end - first));
    }
    w.barrier();
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public void finishStep() {
    count.set(0, 0, stepsCounted() + 1);
  }

  @Override
  public boolean validates() {
    return true;
  }

  /** The distance from the line; no loss per target, but less is better. */
  @Override
  public double validate(Workers workers, BooleanSupplier stop) {
    return Math.hypot(parameters.values()[0] - slope, parameters.values()[1] - 1);
  }

  @Override
  public Map<String, Matrix> carried() {
    return Map.of("count", count);
  }

  @Override
  public long fingerprint() {
    return Float.floatToIntBits(slope);
  }

  @Override
  public Map<String, String> description() {
    return Map.of("model", "a line");
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("batch", batch);
  }
}
