package example;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.CellBuffers;
import dev.rnn4j.core.cell.CellNames;
import dev.rnn4j.core.cell.CellParameters;
import dev.rnn4j.core.cell.CellPass;
import dev.rnn4j.core.cell.CellWeights;
import dev.rnn4j.core.cell.StepBuffer;
import dev.rnn4j.core.cell.WeightProduct;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;

/**
 * A minimal gated unit (Zhou et al. 2016): f = σ(W_f x + U_f h + b_f), n = tanh(W_n x + U_n (f ∘ h)
 * + b_n), and the new h is (1 - f) ∘ h + f ∘ n. W_f and W_n are the rows of {@code weight_ih}.
 */
public record MinimalGatedCell() implements Cell {
  @Override
  public int gates(int hidden) {
    return 2 * hidden;
  }

  @Override
  public void declare(ParameterLayout.Builder layout, CellNames names, int hidden) {
    layout.matrix(names.of("weight_forget"), hidden, hidden);
    layout.matrix(names.of("weight_candidate"), hidden, hidden);
    layout.vector(names.of("bias"), 2 * hidden);
  }

  @Override
  public CellWeights bind(CellParameters parameters) {
    return new Weights(
        parameters,
        parameters.product("weight_forget"),
        parameters.product("weight_candidate"),
        parameters.matrix("bias"));
  }

  private record Weights(CellParameters parameters, WeightProduct uf, WeightProduct un, Matrix bias)
      implements CellWeights {
    @Override
    public void inputBias(Worker w, Matrix into) {
      for (int j = w.from(into.cols(), 1); j < w.to(into.cols(), 1); j++) {
        into.set(0, j, bias.get(0, j));
      }
    }

    @Override
    public void repack(Worker w) {
      uf.repack(w);
      un.repack(w);
    }

    @Override
    public CellPass newPass(CellBuffers buffers, Parameters gradients) {
      return new Pass(this, buffers, gradients);
    }
  }

  private static final class Pass implements CellPass {
    private final Weights weights;
    private final CellBuffers b;
    private final Parameters gradients;
    private final StepBuffer forget; // U_f h, then f, then the gradient of its pre-activation
    private final StepBuffer candidate; // U_n (f ∘ h), then n, then the same
    private final StepBuffer kept; // f ∘ h
    private final StepBuffer dKept;

    Pass(Weights weights, CellBuffers b, Parameters gradients) {
      this.weights = weights;
      this.b = b;
      this.gradients = gradients;
      int hidden = weights.bias.cols() / 2;
      forget = b.newStepBuffer(hidden);
      candidate = b.newStepBuffer(hidden);
      kept = b.newStepBuffer(hidden);
      dKept = b.newStepBuffer(b.isTraining() ? hidden : 0);
    }

    @Override
    public void forward(Worker w, int t) {
      weights.uf.forward(w, b.previous(t), forget.step(t), false);
      w.barrier();
      forgetGates(w, b.gates(t), b.previous(t), forget.step(t), kept.step(t));
      w.barrier();
      weights.un.forward(w, kept.step(t), candidate.step(t), false);
      w.barrier();
      outputs(w, b.gates(t), b.previous(t), forget.step(t), candidate.step(t), b.output(t));
      w.barrier();
    }

    private static void forgetGates(Worker w, Matrix z, Matrix h, Matrix f, Matrix kept) {
      for (int r = w.from(f.rows(), 1); r < w.to(f.rows(), 1); r++) {
        for (int j = 0; j < f.cols(); j++) {
          float gate = (float) (1 / (1 + Math.exp(-z.get(r, j) - f.get(r, j))));
          f.set(r, j, gate);
          kept.set(r, j, gate * h.get(r, j));
        }
      }
    }

    private static void outputs(Worker w, Matrix z, Matrix h, Matrix f, Matrix n, Matrix out) {
      for (int r = w.from(f.rows(), 1); r < w.to(f.rows(), 1); r++) {
        for (int j = 0; j < f.cols(); j++) {
          float value = (float) Math.tanh(z.get(r, f.cols() + j) + n.get(r, j));
          float gate = f.get(r, j);
          n.set(r, j, value);
          out.set(r, j, (1 - gate) * h.get(r, j) + gate * value);
        }
      }
    }

    @Override
    public void backward(Worker w, int t) {
      candidateGradients(w, t, b.gates(t), forget.step(t), candidate.step(t));
      w.barrier();
      weights.un.backward(w, candidate.step(t), dKept.step(t), false);
      w.barrier();
      forgetGradients(w, t, b.gates(t), forget.step(t), dKept.step(t));
      w.barrier();
      weights.uf.backward(w, forget.step(t), b.previousGradient(t), true);
      w.barrier();
    }

    private void candidateGradients(Worker w, int t, Matrix dz, Matrix f, Matrix n) {
      Matrix h = b.previous(t);
      Matrix dOut = b.outputGradient(t);
      Matrix dh = b.previousGradient(t);
      for (int r = w.from(f.rows(), 1); r < w.to(f.rows(), 1); r++) {
        for (int j = 0; j < f.cols(); j++) {
          float d = dOut.get(r, j);
          float gate = f.get(r, j);
          float value = n.get(r, j);
          dh.set(r, j, dh.get(r, j) + d * (1 - gate));
          dz.set(r, j, d * (value - h.get(r, j))); // of f, without the path through n
          n.set(r, j, d * gate * (1 - value * value));
          dz.set(r, f.cols() + j, n.get(r, j));
        }
      }
    }

    private void forgetGradients(Worker w, int t, Matrix dz, Matrix f, Matrix dKept) {
      Matrix h = b.previous(t);
      Matrix dh = b.previousGradient(t);
      for (int r = w.from(f.rows(), 1); r < w.to(f.rows(), 1); r++) {
        for (int j = 0; j < f.cols(); j++) {
          float gate = f.get(r, j);
          float d = dz.get(r, j) + dKept.get(r, j) * h.get(r, j);
          dh.set(r, j, dh.get(r, j) + dKept.get(r, j) * gate);
          f.set(r, j, d * gate * (1 - gate));
          dz.set(r, j, f.get(r, j));
        }
      }
    }

    @Override
    public void parameterGradients(Worker w) {
      CellNames names = weights.parameters.names();
      Kernels kernels = weights.parameters.kernels();
      weights.uf.weightGradient(
          w, forget.all(), b.previous(), gradients.matrix(names.of("weight_forget")));
      weights.un.weightGradient(
          w, candidate.all(), kept.all(), gradients.matrix(names.of("weight_candidate")));
      kernels.sumColumns(w, b.gates(), gradients.matrix(names.of("bias")));
    }
  }
}
