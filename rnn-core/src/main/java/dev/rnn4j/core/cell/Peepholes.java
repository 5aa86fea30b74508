package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What lets the gates of an LSTM see c (Gers and Schmidhuber 2000): to the pre-activations of i and
 * f is added p ∘ c(t-1), to those of o p ∘ c(t), with a vector p (H) each.
 */
final class Peepholes {
  private static final String WEIGHT_CI = "weight_ci";
  private static final String WEIGHT_CF = "weight_cf";
  private static final String WEIGHT_CO = "weight_co";

  private final CellNames names;
  private final Kernels kernels;
  private final Matrix ci;
  private final Matrix cf;
  private final Matrix co;

  Peepholes(CellParameters parameters) {
    names = parameters.names();
    kernels = parameters.kernels();
    ci = parameters.matrix(WEIGHT_CI);
    cf = parameters.matrix(WEIGHT_CF);
    co = parameters.matrix(WEIGHT_CO);
  }

  static void declare(ParameterLayout.Builder layout, CellNames names, int hidden) {
    layout.vector(names.of(WEIGHT_CI), hidden);
    layout.vector(names.of(WEIGHT_CF), hidden);
    layout.vector(names.of(WEIGHT_CO), hidden);
  }

  LstmStep newStep(CellBuffers b, @Nullable Parameters gradients) {
    int hidden = b.stateSize();
    return new Step(
        this,
        b,
        b.newStepBuffer(hidden),
        b.newStepBuffer(hidden),
        b.gateColumns(0, hidden),
        b.gateColumns(hidden, 2 * hidden),
        b.gateColumns(3 * hidden, 4 * hidden),
        LstmCandidate.of(kernels, b),
        gradients == null ? null : Sums.of(gradients, names));
  }

  /** Where the gradients of the three vectors go. */
  private record Sums(Matrix ci, Matrix cf, Matrix co) {
    static Sums of(Parameters gradients, CellNames names) {
      return new Sums(
          gradients.matrix(names.of(WEIGHT_CI)),
          gradients.matrix(names.of(WEIGHT_CF)),
          gradients.matrix(names.of(WEIGHT_CO)));
    }

    void clear(Worker w) {
      Rows.clear(w, ci);
      Rows.clear(w, cf);
      Rows.clear(w, co);
    }
  }

  /**
   * Keeps c(t) of every step, of which zoneout may leave another, and tanh(c(t)); i, f and o are
   * columns of the gates.
   */
  private record Step(
      Peepholes weights,
      CellBuffers b,
      StepBuffer c,
      StepBuffer tanhC,
      StepBuffer i,
      StepBuffer f,
      StepBuffer o,
      @Nullable LstmCandidate candidate,
      @Nullable Sums sums)
      implements LstmStep {
    @Override
    public void forward(Worker w, int t, Matrix m) {
      Kernels kernels = weights.kernels;
      kernels.addScaled(w, b.previousState(t), weights.ci, i.step(t));
      kernels.addScaled(w, b.previousState(t), weights.cf, f.step(t));
      w.barrier();
      kernels.lstmState(w, b.gates(t), b.previousState(t), c.step(t));
      w.barrier();
      if (candidate != null && candidate.isDrawn()) {
        candidate.forward(w, t, c.step(t));
      }
      kernels.addScaled(w, c.step(t), weights.co, o.step(t));
      Rows.copy(w, c.step(t), b.state(t));
      w.barrier();
      kernels.lstmOutput(w, b.gates(t), c.step(t), tanhC.step(t), m);
      w.barrier();
    }

    @Override
    public void backward(Worker w, int t, Matrix dm) {
      Kernels kernels = weights.kernels;
      Matrix dc = b.stateGradient(t);
      kernels.lstmOutputBackward(w, b.gates(t), tanhC.step(t), dm, dc);
      w.barrier();
      kernels.addScaled(w, o.step(t), weights.co, dc);
      w.barrier();
      kernels.lstmStateBackward(w, b.gates(t), b.previousState(t), dc);
      w.barrier();
      if (candidate != null) {
        candidate.backward(w, t);
      }
      kernels.addScaled(w, i.step(t), weights.ci, dc);
      kernels.addScaled(w, f.step(t), weights.cf, dc); // shared out as the line before
      w.barrier();
    }

    @Override
    public void parameterGradients(Worker w) {
      if (sums == null) {
        return;
      }
      sums.clear(w);
      w.barrier();
      for (int t = 0; t < b.batch().steps(); t++) {
        weights.kernels.addColumnProducts(w, i.step(t), b.previousState(t), sums.ci);
        weights.kernels.addColumnProducts(w, f.step(t), b.previousState(t), sums.cf);
        weights.kernels.addColumnProducts(w, o.step(t), c.step(t), sums.co);
      }
    }
  }
}
