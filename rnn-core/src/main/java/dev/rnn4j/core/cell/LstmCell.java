package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with a forget gate (Gers et al. 2000): z
 * = W_ih x + b_ih + W_hh h(t-1) + b_hh in the order i f g o; i, f, o = σ(z), g = tanh(z); c = f ∘
 * c(t-1) + i ∘ g; h = o ∘ tanh(c), or with a projection h = W_hr (o ∘ tanh(c)) (Sak et al. 2014).
 * With peepholes i, f and o see c as well (Gers and Schmidhuber 2000). Derivation:
 * docs/derivations/lstm.md.
 *
 * @param projection P, the width of h; 0 without a projection, where h is as wide as c
 * @param peepholes whether the gates see c
 */
public record LstmCell(int projection, boolean peepholes) implements CellConfig {
  private static final int GATES = 4;
  private static final int MAX_PROJECTION = 1 << 20;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public LstmCell {
    if (projection < 0 || projection > MAX_PROJECTION) {
      throw new IllegalArgumentException(
          "the projection of an lstm must be 1 to "
              + MAX_PROJECTION
              + " wide, or 0 for none, not "
              + projection);
    }
  }

  /** Without options. */
  public LstmCell() {
    this(0, false);
  }

  /**
   * Without peepholes.
   *
   * @param projection P, the width of h; 0 without a projection
   */
  public LstmCell(int projection) {
    this(projection, false);
  }

  @Override
  public String name() {
    return "lstm";
  }

  @Override
  public List<String> gateNames() {
    return List.of("i", "f", "g", "o");
  }

  @Override
  public int gates(int hidden) {
    return Math.multiplyExact(GATES, hidden);
  }

  @Override
  public int outputSize(int hidden) {
    return projection > 0 ? projection : hidden;
  }

  @Override
  public int stateSize(int hidden) {
    return hidden;
  }

  @Override
  public boolean dropsCandidate() {
    return true;
  }

  @Override
  public int keptSize(int hidden) {
    int own = peepholes ? Math.multiplyExact(2, hidden) : hidden;
    return own + (projection > 0 ? Projection.keptSize(projection, hidden) : 0);
  }

  @Override
  public void declare(ParameterLayout.Builder layout, CellNames names, int hidden) {
    GateParameters.declare(layout, names, gates(hidden), outputSize(hidden));
    if (peepholes) {
      Peepholes.declare(layout, names, hidden);
    }
    if (projection > 0) {
      Projection.declare(layout, names, projection, hidden);
    }
  }

  /** Uniform, and the forget bias added to b_ih of the forget gates. */
  @Override
  public void initialize(
      Parameters parameters, CellNames names, int hidden, Initialization how, RandomSource random) {
    CellConfig.super.initialize(parameters, names, hidden, how, random);
    Matrix bias = GateParameters.biasIh(parameters, names);
    for (int j = hidden; j < 2 * hidden; j++) {
      bias.set(0, j, bias.get(0, j) + how.forgetBias());
    }
  }

  @Override
  public CellWeights bind(CellParameters parameters) {
    return new Weights(
        new GateParameters(parameters),
        peepholes ? new Peepholes(parameters) : null,
        projection > 0 ? new Projection(parameters) : null,
        parameters.kernels());
  }

  private record Weights(
      GateParameters parameters,
      @Nullable Peepholes peepholes,
      @Nullable Projection projection,
      Kernels kernels)
      implements CellWeights {
    @Override
    public void inputBias(Worker w, Matrix bias) {
      parameters.sumOfBiases(w, bias);
    }

    @Override
    public void repack(Worker w) {
      parameters.hh().repack(w);
      if (projection != null) {
        projection.repack(w);
      }
    }

    @Override
    public CellPass newPass(CellBuffers buffers, @Nullable Parameters gradients) {
      LstmStep step =
          peepholes == null
              ? LstmStep.Plain.of(kernels, buffers)
              : peepholes.newStep(buffers, gradients);
      Projection.Output output =
          projection == null
              ? new Projection.None(buffers)
              : projection.newOutput(buffers, gradients);
      return new Pass(parameters.hh(), buffers, step, output, parameters.gradients(gradients));
    }
  }

  private record Pass(
      WeightProduct hh,
      CellBuffers b,
      LstmStep step,
      Projection.Output output,
      @Nullable GateGradients gradients)
      implements CellPass {
    @Override
    public void forward(Worker w, int t) {
      hh.forward(w, b.recurrent(t), b.gates(t), true);
      w.barrier();
      step.forward(w, t, output.unprojected(t));
      output.forward(w, t);
    }

    @Override
    public void backward(Worker w, int t) {
      step.backward(w, t, output.backward(w, t));
      hh.backward(w, b.gates(t), b.recurrentGradient(t), true);
      w.barrier();
    }

    @Override
    public void parameterGradients(Worker w) {
      GateGradients.required(gradients).compute(w, b.gates(), b.gates(), b.recurrent());
      step.parameterGradients(w);
      output.parameterGradients(w);
    }
  }
}
