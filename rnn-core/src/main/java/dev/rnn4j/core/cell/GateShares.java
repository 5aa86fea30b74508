package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Worker;
import org.jspecify.annotations.Nullable;

/**
 * The part of a step that comes before its elementwise part: the share of h(t-1) in the
 * pre-activations, beside that of x(t), which stands in the gates. All workers have met before each
 * call of the first two, and have met again when they return.
 */
interface GateShares {
  /** From the products to what the elementwise part reads. */
  void forward(Worker w, int t);

  /**
   * From the gradients of that to the gradient of the product with x(t), in the gates; what comes
   * through the product with h(t-1) is added to {@link CellBuffers#recurrentGradient}.
   */
  void backward(Worker w, int t);

  /** After all steps; need not wait for others at the end. */
  void parameterGradients(Worker w);

  /** Both shares added up in the gates. */
  record Added(GateParameters parameters, CellBuffers b, @Nullable GateGradients gradients)
      implements GateShares {
    @Override
    public void forward(Worker w, int t) {
      parameters.hh().forward(w, b.recurrent(t), b.gates(t), true);
      w.barrier();
    }

    @Override
    public void backward(Worker w, int t) {
      parameters.hh().backward(w, b.gates(t), b.recurrentGradient(t), true);
      w.barrier();
    }

    @Override
    public void parameterGradients(Worker w) {
      GateGradients.required(gradients).compute(w, b.gates(), b.gates(), b.recurrent());
    }
  }

  /** The share of h(t-1) in a buffer of its own, in the backward pass its gradient. */
  record Apart(
      GateParameters parameters,
      CellBuffers b,
      StepBuffer recurrent,
      @Nullable GateGradients gradients)
      implements GateShares {
    @Override
    public void forward(Worker w, int t) {
      parameters.hh().affine(w, b.recurrent(t), parameters.biasHh(), recurrent.step(t));
      w.barrier();
    }

    @Override
    public void backward(Worker w, int t) {
      parameters.hh().backward(w, recurrent.step(t), b.recurrentGradient(t), true);
      w.barrier();
    }

    @Override
    public void parameterGradients(Worker w) {
      GateGradients.required(gradients).compute(w, b.gates(), recurrent.all(), b.recurrent());
    }
  }
}
