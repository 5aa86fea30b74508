package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with a forget gate (Gers et al. 2000): z
 * = W_ih x + b_ih + W_hh h(t-1) + b_hh in the order i f g o; i, f, o = σ(z), g = tanh(z); c = f ∘
 * c(t-1) + i ∘ g; h = o ∘ tanh(c), or with a projection h = W_hr (o ∘ tanh(c)) (Sak et al. 2014).
 * With peepholes i, f and o see c as well (Gers and Schmidhuber 2000). Derivation:
 * docs/derivations/lstm.md. With layer normalisation (Ba et al. 2016) both products are normalised
 * on their own, and h = o ∘ tanh(LN(c)) (docs/derivations/layer-normalization.md).
 *
 * @param projection P, the width of h; 0 without a projection, where h is as wide as c
 * @param peepholes whether the gates see c
 * @param layerNorm whether products and c are normalised
 */
public record LstmCell(int projection, boolean peepholes, boolean layerNorm) implements CellConfig {
  private static final int GATES = 4;
  private static final int MAX_PROJECTION = 1 << 20;
  private static final String GAIN_C = "gain_c";
  private static final String BIAS_C = "bias_c";

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, or there are both peepholes and
   *     layer normalisation
   */
  public LstmCell {
    if (projection < 0 || projection > MAX_PROJECTION) {
      throw new IllegalArgumentException(
          "the projection of an lstm must be 1 to "
              + MAX_PROJECTION
              + " wide, or 0 for none, not "
              + projection);
    }
    if (peepholes && layerNorm) {
      throw new IllegalArgumentException(
          "an lstm has peepholes or layer normalisation, not both: peepholes would bring c to the"
              + " gates as it is, not normalised");
    }
  }

  /** Without options. */
  public LstmCell() {
    this(0, false);
  }

  /**
   * Without peepholes and layer normalisation.
   *
   * @param projection P, the width of h; 0 without a projection
   */
  public LstmCell(int projection) {
    this(projection, false);
  }

  /**
   * Without layer normalisation.
   *
   * @param projection P, the width of h; 0 without a projection
   * @param peepholes whether the gates see c
   */
  public LstmCell(int projection, boolean peepholes) {
    this(projection, peepholes, false);
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
    if (layerNorm) {
      own =
          Math.addExact(
              NormalizedShares.keptSize(gates(hidden)), NormalizedLstmStep.keptSize(hidden));
    }
    return own + (projection > 0 ? Projection.keptSize(projection, hidden) : 0);
  }

  @Override
  public void declare(ParameterLayout.Builder layout, CellNames names, int hidden) {
    GateParameters.declare(layout, names, gates(hidden), outputSize(hidden));
    if (peepholes) {
      Peepholes.declare(layout, names, hidden);
    }
    if (layerNorm) {
      GateParameters.declareGains(layout, names, gates(hidden));
      layout.vector(names.of(GAIN_C), hidden);
      layout.vector(names.of(BIAS_C), hidden);
    }
    if (projection > 0) {
      Projection.declare(layout, names, projection, hidden);
    }
  }

  /** Uniform, and the forget bias added to b_ih of the forget gates. Gains are 1, b_c is 0. */
  @Override
  public void initialize(
      Parameters parameters, CellNames names, int hidden, Initialization how, RandomSource random) {
    CellConfig.super.initialize(parameters, names, hidden, how, random);
    Matrix bias = GateParameters.biasIh(parameters, names);
    for (int j = hidden; j < 2 * hidden; j++) {
      bias.set(0, j, bias.get(0, j) + how.forgetBias());
    }
    if (layerNorm) {
      GateParameters.initializeGains(parameters, names);
      LayerNorm.initializeGain(parameters, names, GAIN_C);
      Initializers.constant(parameters.matrix(names.of(BIAS_C)), 0);
    }
  }

  @Override
  public CellWeights bind(CellParameters parameters) {
    return new Weights(
        new GateParameters(parameters, layerNorm),
        peepholes ? new Peepholes(parameters) : null,
        layerNorm ? new LayerNorm(parameters, GAIN_C, BIAS_C) : null,
        projection > 0 ? new Projection(parameters) : null,
        parameters.kernels());
  }

  private record Weights(
      GateParameters parameters,
      @Nullable Peepholes peepholes,
      @Nullable LayerNorm norm,
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
      Projection.Output output =
          projection == null
              ? new Projection.None(buffers)
              : projection.newOutput(buffers, gradients);
      return new Pass(parameters.added(buffers, gradients), step(buffers, gradients), output);
    }

    private LstmStep step(CellBuffers b, @Nullable Parameters gradients) {
      if (peepholes != null) {
        return peepholes.newStep(b, gradients);
      }
      return norm == null
          ? LstmStep.Plain.of(kernels, b)
          : NormalizedLstmStep.of(kernels, b, norm.newPass(b, gradients));
    }
  }

  private record Pass(GateShares shares, LstmStep step, Projection.Output output)
      implements CellPass {
    @Override
    public void forward(Worker w, int t) {
      shares.forward(w, t);
      step.forward(w, t, output.unprojected(t));
      output.forward(w, t);
    }

    @Override
    public void backward(Worker w, int t) {
      step.backward(w, t, output.backward(w, t));
      shares.backward(w, t);
    }

    @Override
    public void parameterGradients(Worker w) {
      shares.parameterGradients(w);
      step.parameterGradients(w);
      output.parameterGradients(w);
    }
  }
}
