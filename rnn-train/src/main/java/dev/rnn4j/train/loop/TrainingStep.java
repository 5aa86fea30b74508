package dev.rnn4j.train.loop;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.GlobalNorm;
import dev.rnn4j.train.optim.Optimizer;
import java.util.function.Consumer;

/**
 * What follows the backward pass of every training: the mean over several batches if a step is of
 * more than one, the norm of the gradients, clipping by norm and then by value, the update and
 * packing the weights again. A step after which parameters or moments would no longer be numbers is
 * not taken. Allocates nothing.
 */
public final class TrainingStep {
  /** Longer steps could make a parameter infinite; nothing that learns comes near. */
  private static final double LONGEST_STEP = 1e30;

  /** The square of a larger gradient, of which Adam keeps a mean, could be infinite. */
  private static final double LARGEST_GRADIENT = 1e18;

  private final float[] theta;
  private final float[] batchGradient;
  private final float[] gradient;
  private final Consumer<Worker> repack;
  private final Optimizer optimizer;
  private final double clip;
  private final float clipValue;
  private final Kernels kernels;
  private final GlobalNorm norm;
  private double lastLoss;
  private double lastNorm;
  private boolean taken;

  /**
   * Steps of a training that has not begun.
   *
   * @param parameters what is trained
   * @param gradients in the layout of the parameters; read in every step, and clipped by value
   * @param repack takes over changed parameters, called by every worker
   * @param optimization how they move
   * @param kernels the arithmetic
   */
  public TrainingStep(
      Parameters parameters,
      Parameters gradients,
      Consumer<Worker> repack,
      Optimization optimization,
      Kernels kernels) {
    theta = parameters.values();
    batchGradient = gradients.values();
    gradient = optimization.accumulate() > 1 ? new float[theta.length] : batchGradient;
    this.repack = repack;
    optimizer = optimization.optimizer().create(theta.length, kernels);
    clip = optimization.clip();
    clipValue = (float) optimization.clipValue();
    this.kernels = kernels;
    norm = new GlobalNorm(gradient.length, kernels);
  }

  /**
   * Takes the gradients of a batch into the mean that {@link #update} moves against, where a step
   * is of several batches. A share of 1 begins a mean, whatever was before.
   *
   * @param w whose share to do; all workers have met before, with the gradients complete, and have
   *     met again when this returns
   * @param share weight of this batch among those so far, above 0 to 1
   */
  public void accumulate(Worker w, float share) {
    kernels.average(w, gradient, batchGradient, share);
    w.barrier();
  }

  /**
   * Moves the parameters against the gradients, unless the numbers forbid it.
   *
   * @param w whose share to do; all workers have met before, with the gradients complete, and have
   *     met again when this returns
   * @param loss of the batch, the same for every worker
   * @param rate learning rate
   */
  public void update(Worker w, double loss, float rate) {
    double gradientNorm = norm.of(w, gradient);
    boolean usable = isUsable(loss, gradientNorm, rate); // the same for all workers
    if (w.index() == 0) {
      lastLoss = loss;
      lastNorm = gradientNorm;
      taken = usable;
    }
    if (usable) {
      optimizer.update(w, theta, gradient, clipped(w, gradientNorm), rate);
      w.barrier();
      repack.accept(w);
    }
  }

  /** Clips, and returns the factor on the gradient that is left to apply. */
  private float clipped(Worker w, double gradientNorm) {
    float factor = GlobalNorm.factor(gradientNorm, clip);
    if (clipValue == 0) {
      return factor;
    }
    kernels.clamp(w, gradient, factor, clipValue);
    w.barrier();
    return 1;
  }

  /** Whether the step leaves parameters and moments finite; false for NaN. */
  private boolean isUsable(double loss, double gradientNorm, float rate) {
    double clipped = gradientNorm * GlobalNorm.factor(gradientNorm, clip);
    return Double.isFinite(loss) && clipped <= LARGEST_GRADIENT && rate * clipped <= LONGEST_STEP;
  }

  /**
   * Counts the update, after all workers have done theirs; called by one thread.
   *
   * @param epoch of the step, from 0
   * @param step in the epoch, from 0
   * @throws TrainingDivergedException if the step was not taken
   */
  public void finish(int epoch, int step) {
    if (!taken) {
      throw new TrainingDivergedException(
          "training diverged in epoch "
              + (epoch + 1)
              + ", step "
              + (step + 1)
              + ": loss "
              + lastLoss
              + ", gradient norm "
              + lastNorm
              + "; try a lower learning rate or a lower clip");
    }
    optimizer.finishUpdate();
  }

  /**
   * The norm of all gradients of the last step together.
   *
   * @return before clipping
   */
  public double gradientNorm() {
    return lastNorm;
  }

  /**
   * The optimiser.
   *
   * @return with its moments
   */
  public Optimizer optimizer() {
    return optimizer;
  }
}
