package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.CellNames;
import dev.rnn4j.core.cell.CellParameters;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * h(0) and c(0) of a layer, the same for all sequences: zeros, or parameters {@code initial_h} (H)
 * and {@code initial_c} (S), whose gradients are the sums of those of all sequences that begin with
 * them.
 */
final class LayerStart {
  private static final String HIDDEN = "initial_h";
  private static final String STATE = "initial_c";

  private final Matrix hidden;
  private final Matrix state;

  LayerStart(LayerConfig config, CellParameters parameters) {
    boolean learned = config.learnsStart();
    hidden = learned ? parameters.matrix(HIDDEN) : Matrix.zeros(1, config.outputSize());
    boolean kept = learned && config.stateSize() > 0;
    state = kept ? parameters.matrix(STATE) : Matrix.zeros(1, config.stateSize());
  }

  static void declare(ParameterLayout.Builder layout, CellNames names, LayerConfig config) {
    if (config.learnsStart()) {
      layout.vector(names.of(HIDDEN), config.outputSize());
      if (config.stateSize() > 0) {
        layout.vector(names.of(STATE), config.stateSize());
      }
    }
  }

  /** Zeros at first. */
  static void initialize(Parameters parameters, CellNames names, LayerConfig config) {
    ParameterLayout.Builder own = ParameterLayout.builder();
    declare(own, names, config);
    own.build().entries().forEach(e -> Initializers.constant(parameters.matrix(e.name()), 0));
  }

  /** h(0) (1, H). */
  Matrix hidden() {
    return hidden;
  }

  /** c(0) (1, S). */
  Matrix state() {
    return state;
  }

  /** The same for every sequence. */
  void copyTo(Matrix allHidden, Matrix allStates) {
    for (int b = 0; b < allHidden.rows(); b++) {
      Rows.copy(hidden, 0, allHidden, b);
      Rows.copy(state, 0, allStates, b);
    }
  }

  /** Where the gradients of both go. */
  record Gradient(Kernels kernels, Matrix hidden, Matrix state) {
    /** Null if the layer does not learn them. */
    static @Nullable Gradient of(
        LayerConfig config, CellParameters parameters, Parameters gradients) {
      if (!config.learnsStart()) {
        return null;
      }
      Matrix none = Matrix.zeros(1, 0);
      CellNames names = parameters.names();
      return new Gradient(
          parameters.kernels(),
          gradients.matrix(names.of(HIDDEN)),
          config.stateSize() > 0 ? gradients.matrix(names.of(STATE)) : none);
    }

    /**
     * The sums over all sequences; zeros where those began with a state that was given.
     *
     * @param w whose share of the columns to compute; does not wait for others at the end
     * @param begunAtStart whether the sequences began with this state
     * @param dHidden gradient of h(0) of each (B, H)
     * @param dState gradient of c(0) of each (B, S)
     */
    void compute(Worker w, boolean begunAtStart, Matrix dHidden, Matrix dState) {
      if (begunAtStart) {
        w.barrier();
        kernels.sumColumns(w, dHidden, hidden);
        kernels.sumColumns(w, dState, state);
      } else {
        Rows.clear(w, hidden);
        Rows.clear(w, state);
      }
    }
  }
}
