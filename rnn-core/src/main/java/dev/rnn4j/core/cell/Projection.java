package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The last part of a cell that hands on less than it computes: h = W_hr m, where m of width H is
 * what the cell would hand on without it (Sak et al. 2014).
 */
final class Projection {
  private static final String WEIGHT_HR = "weight_hr";

  private final CellNames names;
  private final WeightProduct hr;

  Projection(CellParameters parameters) {
    names = parameters.names();
    hr = parameters.product(WEIGHT_HR).forSteps();
  }

  static void declare(ParameterLayout.Builder layout, CellNames names, int width, int hidden) {
    layout.matrix(names.of(WEIGHT_HR), width, hidden);
  }

  /** Floats of a row in the buffers of {@link Steps}. */
  static int keptSize(int width, int hidden) {
    return Math.addExact(width, Math.multiplyExact(2, hidden));
  }

  void repack(Worker w) {
    hr.repack(w);
  }

  /** Where the cell writes m, and what becomes of it. */
  Output newOutput(CellBuffers buffers, @Nullable Parameters gradients) {
    int hidden = buffers.stateSize();
    boolean training = gradients != null;
    return new Steps(
        hr,
        buffers,
        buffers.newStepBuffer(hidden),
        buffers.newStepBuffer(training ? hidden : 0),
        buffers.newStepBuffer(training ? buffers.output().cols() : 0),
        gradients == null ? null : gradients.matrix(names.of(WEIGHT_HR)));
  }

  /** What comes between the elementwise part of a cell and h. */
  interface Output {
    /** Where the elementwise part of a step writes (n(t), H). */
    Matrix unprojected(int t);

    /** From {@link #unprojected} to h; all workers have met before and after. */
    void forward(Worker w, int t);

    /** The gradient of {@link #unprojected}, complete, from that of h; as {@link #forward}. */
    Matrix backward(Worker w, int t);

    /** After all steps; does not wait for others. */
    void parameterGradients(Worker w);
  }

  /** Without a projection: what the cell computes is h. */
  record None(CellBuffers b) implements Output {
    @Override
    public Matrix unprojected(int t) {
      return b.output(t);
    }

    @Override
    public void forward(Worker w, int t) {}

    @Override
    public Matrix backward(Worker w, int t) {
      return b.outputGradient(t);
    }

    @Override
    public void parameterGradients(Worker w) {}
  }

  /**
   * Keeps m of every step, its gradient, and the gradient of h with the rows of all steps behind
   * each other, as the gradient of W_hr reads it.
   */
  private record Steps(
      WeightProduct hr,
      CellBuffers b,
      StepBuffer m,
      StepBuffer dm,
      StepBuffer dh,
      @Nullable Matrix dHr)
      implements Output {
    @Override
    public Matrix unprojected(int t) {
      return m.step(t);
    }

    @Override
    public void forward(Worker w, int t) {
      hr.forward(w, m.step(t), b.output(t), false);
      w.barrier();
    }

    @Override
    public Matrix backward(Worker w, int t) {
      Matrix from = b.outputGradient(t);
      Matrix to = dh.step(t);
      Rows.copy(w, from, to);
      hr.backward(w, from, dm.step(t), false);
      w.barrier();
      return dm.step(t);
    }

    @Override
    public void parameterGradients(Worker w) {
      if (dHr != null) {
        hr.weightGradient(w, dh.all(), m.all(), dHr);
      }
    }
  }
}
