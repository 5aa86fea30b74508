package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.Kernels;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Which optimiser, with its own numbers: immutable. Anybody may write another one; a record whose
 * components are its {@link #numbers} is all that is needed.
 */
public interface OptimizerChoice {
  /** What the weight decay is called among the numbers, where there is any. */
  String WEIGHT_DECAY = "weight_decay";

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
   * @param weightDecay λ, decoupled (Loshchilov and Hutter 2019): every update takes rate · λ of
   *     each parameter; 0 for none
   */
  record SgdChoice(float momentum, float weightDecay) implements OptimizerChoice {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public SgdChoice {
      checkShare("momentum", momentum);
      checkWeightDecay(weightDecay);
    }

    /**
     * Without weight decay.
     *
     * @param momentum decay of the velocity, 0 (none) to below 1
     */
    public SgdChoice(float momentum) {
      this(momentum, 0);
    }

    @Override
    public String name() {
      return "sgd";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      return named(weightDecay, "momentum", momentum);
    }

    @Override
    public int moments() {
      return momentum > 0 ? 1 : 0;
    }

    @Override
    public Optimizer create(int size, Kernels kernels) {
      return new Sgd(size, momentum, false, weightDecay, kernels);
    }
  }

  /**
   * Stochastic gradient descent with the momentum of Nesterov, which looks ahead (Sutskever et al.
   * 2013).
   *
   * @param momentum decay of the velocity, above 0 to below 1
   * @param weightDecay λ, as of {@link SgdChoice}
   */
  record NesterovChoice(float momentum, float weightDecay) implements OptimizerChoice {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public NesterovChoice {
      checkShare("momentum", momentum);
      if (momentum == 0) {
        throw new IllegalArgumentException("Nesterov's momentum must be above 0");
      }
      checkWeightDecay(weightDecay);
    }

    @Override
    public String name() {
      return "nesterov";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      return named(weightDecay, "momentum", momentum);
    }

    @Override
    public int moments() {
      return 1;
    }

    @Override
    public Optimizer create(int size, Kernels kernels) {
      return new Sgd(size, momentum, true, weightDecay, kernels);
    }
  }

  /**
   * Averaged gradient descent with a non-monotone trigger, see {@link NtAsgd}. It learns when to
   * average from the validation; without one it is plain descent.
   *
   * @param interval validations to look back over, 0 or more; 5 in the paper
   * @param weightDecay λ, as of {@link SgdChoice}
   */
  record NtAsgdChoice(int interval, float weightDecay) implements OptimizerChoice {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public NtAsgdChoice {
      if (interval < 0) {
        throw new IllegalArgumentException("the interval must be 0 or more, not " + interval);
      }
      checkWeightDecay(weightDecay);
    }

    @Override
    public String name() {
      return "nt-asgd";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      return named(weightDecay, "interval", interval);
    }

    @Override
    public int moments() {
      return 1;
    }

    @Override
    public Optimizer create(int size, Kernels kernels) {
      return new NtAsgd(size, interval, weightDecay, kernels);
    }
  }

  /**
   * RMSProp (Tieleman and Hinton 2012).
   *
   * @param decay of the mean square, 0 to below 1; 0.9 in the lecture
   * @param epsilon added to the denominator, above 0
   * @param weightDecay λ, as of {@link SgdChoice}
   */
  record RmsPropChoice(float decay, float epsilon, float weightDecay) implements OptimizerChoice {
    /** The lecture's number. */
    public static final RmsPropChoice DEFAULT = new RmsPropChoice(0.9f, 1e-8f, 0);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public RmsPropChoice {
      checkShare("the decay of the mean square", decay);
      checkEpsilon(epsilon);
      checkWeightDecay(weightDecay);
    }

    @Override
    public String name() {
      return "rmsprop";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      return named(weightDecay, "decay", decay, "epsilon", epsilon);
    }

    @Override
    public int moments() {
      return 1;
    }

    @Override
    public Optimizer create(int size, Kernels kernels) {
      return new SgdOverRoot(size, decay, 1 - decay, epsilon, weightDecay, kernels);
    }
  }

  /**
   * Adagrad (Duchi et al. 2011).
   *
   * @param epsilon added to the denominator, above 0
   * @param weightDecay λ, as of {@link SgdChoice}
   */
  record AdagradChoice(float epsilon, float weightDecay) implements OptimizerChoice {
    /** With an epsilon that only keeps 0 / 0 away. */
    public static final AdagradChoice DEFAULT = new AdagradChoice(1e-10f, 0);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public AdagradChoice {
      checkEpsilon(epsilon);
      checkWeightDecay(weightDecay);
    }

    @Override
    public String name() {
      return "adagrad";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      return named(weightDecay, "epsilon", epsilon);
    }

    @Override
    public int moments() {
      return 1;
    }

    @Override
    public Optimizer create(int size, Kernels kernels) {
      return new SgdOverRoot(size, 1, 1, epsilon, weightDecay, kernels);
    }
  }

  /**
   * Adam (Kingma and Ba 2015), with weight decay AdamW (Loshchilov and Hutter 2019).
   *
   * @param beta1 decay of the first moment, 0 to below 1
   * @param beta2 decay of the second moment, 0 to below 1
   * @param epsilon added to the denominator, above 0
   * @param weightDecay λ, as of {@link SgdChoice}
   */
  record AdamChoice(float beta1, float beta2, float epsilon, float weightDecay)
      implements OptimizerChoice {
    /** The paper's numbers, without weight decay. */
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
      checkWeightDecay(weightDecay);
    }

    /**
     * Without weight decay.
     *
     * @param beta1 decay of the first moment, 0 to below 1
     * @param beta2 decay of the second moment, 0 to below 1
     * @param epsilon added to the denominator, above 0
     */
    public AdamChoice(float beta1, float beta2, float epsilon) {
      this(beta1, beta2, epsilon, 0);
    }

    @Override
    public String name() {
      return "adam";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      return named(weightDecay, "beta1", beta1, "beta2", beta2, "epsilon", epsilon);
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

  /** Names and values in turn, and the weight decay if there is any. */
  private static SequencedMap<String, Number> named(float weightDecay, Object... numbers) {
    SequencedMap<String, Number> named = new LinkedHashMap<>();
    for (int i = 0; i < numbers.length; i += 2) {
      named.put((String) numbers[i], (Number) numbers[i + 1]);
    }
    if (weightDecay > 0) {
      named.put(WEIGHT_DECAY, weightDecay);
    }
    return named;
  }

  private static void checkShare(String what, float value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(what + " must be at least 0 and below 1, not " + value);
    }
  }

  private static void checkEpsilon(float epsilon) {
    if (!(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be above 0, not " + epsilon);
    }
  }

  private static void checkWeightDecay(float weightDecay) {
    if (!(weightDecay >= 0 && weightDecay <= 1)) {
      throw new IllegalArgumentException("weight decay must be 0 to 1, not " + weightDecay);
    }
  }
}
