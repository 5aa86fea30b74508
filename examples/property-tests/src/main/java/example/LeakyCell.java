package example;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.CellBuffers;
import dev.rnn4j.core.cell.CellNames;
import dev.rnn4j.core.cell.CellParameters;
import dev.rnn4j.core.cell.CellPass;
import dev.rnn4j.core.cell.CellWeights;
import dev.rnn4j.core.cell.StepBuffer;
import dev.rnn4j.core.cell.WeightProduct;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Leaky units (Jaeger et al. 2007): h(t) = (1 - a) h(t-1) + a tanh(W x(t) + U h(t-1) + b) with a
 * fixed leak a. W is {@code weight_ih}.
 *
 * @param leak a, above 0 and at most 1
 */
public record LeakyCell(float leak) implements Cell {
  @Override
  public int gates(int hidden) {
    return hidden;
  }

  @Override
  public void declare(ParameterLayout.Builder layout, CellNames names, int hidden) {
    layout.matrix(names.of("weight_hh"), hidden, hidden);
    layout.vector(names.of("bias"), hidden);
  }

  @Override
  public CellWeights bind(CellParameters parameters) {
    WeightProduct hh = parameters.product("weight_hh");
    return new Weights(leak, parameters, hh, parameters.matrix("bias"));
  }

  private record Weights(float leak, CellParameters parameters, WeightProduct hh, Matrix bias)
      implements CellWeights {
    @Override
    public void inputBias(Worker w, Matrix into) {
      for (int j = w.from(into.cols(), 1); j < w.to(into.cols(), 1); j++) {
        into.set(0, j, bias.get(0, j));
      }
    }

    @Override
    public void repack(Worker w) {
      hh.repack(w);
    }

    @Override
    public CellPass newPass(CellBuffers buffers, Parameters gradients) {
      return new Pass(this, buffers, buffers.newStepBuffer(bias.cols()), gradients);
    }
  }

  /** Keeps n = tanh(...) of every step. */
  private record Pass(Weights weights, CellBuffers b, StepBuffer n, Parameters gradients)
      implements CellPass {
    @Override
    public void forward(Worker w, int t) {
      weights.hh.forward(w, b.previous(t), b.gates(t), true);
      w.barrier();
      Matrix h = b.output(t);
      for (int r = w.from(h.rows(), 1); r < w.to(h.rows(), 1); r++) {
        for (int j = 0; j < h.cols(); j++) {
          float value = (float) Math.tanh(b.gates(t).get(r, j));
          n.step(t).set(r, j, value);
          h.set(r, j, (1 - weights.leak) * b.previous(t).get(r, j) + weights.leak * value);
        }
      }
      w.barrier();
    }

    @Override
    public void backward(Worker w, int t) {
      Matrix dh = b.outputGradient(t);
      Matrix dPrevious = b.previousGradient(t);
      for (int r = w.from(dh.rows(), 1); r < w.to(dh.rows(), 1); r++) {
        for (int j = 0; j < dh.cols(); j++) {
          float d = dh.get(r, j);
          float value = n.step(t).get(r, j);
          b.gates(t).set(r, j, d * weights.leak * (1 - value * value));
          dPrevious.set(r, j, dPrevious.get(r, j) + (1 - weights.leak) * d);
        }
      }
      w.barrier();
      weights.hh.backward(w, b.gates(t), dPrevious, true);
      w.barrier();
    }

    @Override
    public void parameterGradients(Worker w) {
      CellNames names = weights.parameters.names();
      weights.hh.weightGradient(
          w, b.gates(), b.previous(), gradients.matrix(names.of("weight_hh")));
      weights
          .parameters
          .kernels()
          .sumColumns(w, b.gates(), gradients.matrix(names.of("bias")));
    }
  }
}
