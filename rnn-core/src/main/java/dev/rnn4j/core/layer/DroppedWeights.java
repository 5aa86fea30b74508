package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.CellParameters;
import dev.rnn4j.core.cell.CellWeights;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer's cell with elements of W_hh dropped for a batch. Owns a copy of the cell's parameters,
 * so that other passes of the same layer see none of it.
 */
final class DroppedWeights {
  private static final String WEIGHT = "weight_hh";

  private final float p;
  private final Kernels kernels;
  private final CellWeights cell;
  private final List<Matrix> sources = new ArrayList<>();
  private final List<Matrix> copies = new ArrayList<>();

  /** Position of W_hh among them. */
  private final int dropped;

  private final Matrix gradient;

  DroppedWeights(RecurrentLayer layer, float p, Parameters gradients) {
    this.p = p;
    CellParameters parameters = layer.parameters();
    kernels = parameters.kernels();
    ParameterLayout.Builder declared = ParameterLayout.builder();
    LayerConfig config = layer.config();
    config.cell().declare(declared, parameters.names(), config.hidden());
    Parameters own = new Parameters(declared.build());
    String weight = parameters.names().of(WEIGHT);
    List<String> names = own.layout().entries().stream().map(ParameterLayout.Entry::name).toList();
    dropped = names.indexOf(weight);
    if (dropped < 0) {
      throw new IllegalArgumentException(
          "weights can be dropped of cells with a parameter " + WEIGHT + ", not of " + names);
    }
    for (String name : names) {
      sources.add(parameters.live().matrix(name));
      copies.add(own.matrix(name));
    }
    gradient = gradients.matrix(weight);
    cell = config.cell().bind(new CellParameters(own, parameters.names(), kernels, true));
  }

  /** What computes with the weights that are left. */
  CellWeights cell() {
    return cell;
  }

  /**
   * Reads the parameters, and drops elements of W_hh or none.
   *
   * @param w whose share to compute; all workers have met when this returns
   */
  void draw(Worker w, boolean drop, long key) {
    for (int i = 0; i < copies.size(); i++) {
      float share = drop && i == dropped ? p : 0f; // without any, this is a copy
      kernels.dropout(w, sources.get(i), copies.get(i), share, key);
    }
    w.barrier();
    cell.repack(w);
    w.barrier();
  }

  /** The gradient of what was dropped is zero; of the rest, that of a weight scaled by 1/(1-p). */
  void backward(Worker w, long key) {
    kernels.dropout(w, gradient, gradient, p, key);
  }
}
