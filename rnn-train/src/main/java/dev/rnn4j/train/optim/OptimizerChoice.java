package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.Kernels;

/** Which optimiser, with its own numbers. */
public sealed interface OptimizerChoice {
  /**
   * Makes the optimiser.
   *
   * @param size number of parameters
   * @param kernels the arithmetic
   * @return an optimiser that has not moved yet
   */
  Optimizer create(int size, Kernels kernels);

  /**
   * Stochastic gradient descent.
   *
   * @param momentum decay of the velocity, 0 (none) to below 1
   */
  record SgdChoice(float momentum) implements OptimizerChoice {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public SgdChoice {
      if (!(momentum >= 0 && momentum < 1)) {
        throw new IllegalArgumentException(
            "momentum must be at least 0 and below 1, not " + momentum);
      }
    }

    @Override
    public Optimizer create(int size, Kernels kernels) {
      return new Sgd(size, momentum, kernels);
    }
  }

  /**
   * Adam (Kingma and Ba 2015).
   *
   * @param beta1 decay of the first moment, 0 to below 1
   * @param beta2 decay of the second moment, 0 to below 1
   * @param epsilon added to the denominator, above 0
   */
  record AdamChoice(float beta1, float beta2, float epsilon) implements OptimizerChoice {
    /** The paper's numbers. */
    public static final AdamChoice DEFAULT = new AdamChoice(0.9f, 0.999f, 1e-8f);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public AdamChoice {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
        throw new IllegalArgumentException(
            "Adam needs 0 <= beta1, beta2 < 1 and epsilon > 0, not "
                + beta1
                + ", "
                + beta2
                + ", "
                + epsilon);
      }
    }

    @Override
    public Optimizer create(int size, Kernels kernels) {
      return new Adam(size, this, kernels);
    }
  }
}
