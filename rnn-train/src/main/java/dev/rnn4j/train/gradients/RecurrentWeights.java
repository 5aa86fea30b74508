package dev.rnn4j.train.gradients;

import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;

/** Finds the recurrent weights of a layer by their name. */
final class RecurrentWeights {
  private RecurrentWeights() {}

  static Matrix of(Parameters parameters, int layer) {
    String name = "weight_hh_l" + layer;
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      if (entry.name().endsWith(name)) {
        return parameters.matrix(entry.name());
      }
    }
    throw new IllegalArgumentException("the model has no parameter " + name);
  }
}
