package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.Kernels;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Which optimiser, with its own numbers: immutable. Anybody may write another one; a record whose
 * components are its {@link #numbers} is all that is needed.
 */
public interface OptimizerChoice {
  /**
   * What this kind of optimiser is called in checkpoints.
   *
   * @return the name, another one for every kind
   */
  String name();

  /**
   * The numbers that tell two optimisers of this kind apart.
   *
   * @return finite ones by name, in an order that is always the same; none is called "name"
   */
  SequencedMap<String, Number> numbers();

  /**
   * How many moments the optimiser keeps of each parameter.
   *
   * @return 0 or more
   */
  int moments();

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
    public String name() {
      return "sgd";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      SequencedMap<String, Number> numbers = new LinkedHashMap<>();
      numbers.put("momentum", momentum);
      return numbers;
    }

    @Override
    public int moments() {
      return momentum > 0 ? 1 : 0;
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
    public String name() {
      return "adam";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      SequencedMap<String, Number> numbers = new LinkedHashMap<>();
      numbers.put("beta1", beta1);
      numbers.put("beta2", beta2);
      numbers.put("epsilon", epsilon);
      return numbers;
    }

    @Override
    public int moments() {
      return 2;
    }

    @Override
    public Optimizer create(int size, Kernels kernels) {
      return new Adam(size, this, kernels);
    }
  }
}
