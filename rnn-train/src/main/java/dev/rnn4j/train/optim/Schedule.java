package dev.rnn4j.train.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How the learning rate changes from epoch to epoch, or from step to step, as a factor on the
 * initial rate: immutable. Anybody may write another one; a record whose components are its {@link
 * #numbers} is all that is needed.
 */
public interface Schedule {
  /**
   * What this kind of schedule is called in checkpoints.
   *
   * @return the name, another one for every kind
   */
  String name();

  /**
   * The numbers that tell two schedules of this kind apart.
   *
   * @return finite ones by name, in an order that is always the same; none is called "name"
   */
  SequencedMap<String, Number> numbers();

  /**
   * The factor for an epoch.
   *
   * @param epoch from 0
   * @param failures epochs so far that did not improve the validation loss
   * @return factor on the initial learning rate
   */
  double factor(int epoch, int failures);

  /**
   * The factor for a step.
   *
   * @param epoch from 0
   * @param step in the epoch, from 0
   * @param steps how many an epoch has
   * @param failures epochs so far that did not improve the validation loss
   * @return factor on the initial learning rate; unless a schedule says otherwise that of the epoch
   */
  default double factor(int epoch, int step, int steps, int failures) {
    return factor(epoch, failures);
  }

  /** The same rate throughout. */
  record Constant() implements Schedule {
    @Override
    public String name() {
      return "constant";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      return new LinkedHashMap<>();
    }

    @Override
    public double factor(int epoch, int failures) {
      return 1;
    }
  }

  /**
   * Full rate for some epochs, then multiplied every epoch (Zaremba et al. 2014).
   *
   * @param hold epochs at the full rate, 0 or more
   * @param decay factor of every epoch after them, above 0 to 1
   */
  record HoldThenDecay(int hold, double decay) implements Schedule {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public HoldThenDecay {
      if (hold < 0) {
        throw new IllegalArgumentException("epochs to hold must be 0 or more, not " + hold);
      }
      checkFactor(decay);
    }

    /**
     * The same curve over more epochs: as large a part of them at the full rate, and the same
     * factor at the last.
     *
     * @param from epochs this was made for, more than are held
     * @param to epochs there are
     * @return this unless there are more
     */
    public HoldThenDecay stretched(int from, int to) {
      if (to <= from) {
        return this;
      }
      int held = Math.round((float) hold * to / from);
      return new HoldThenDecay(held, Math.pow(decay, (from - hold) / (double) (to - held)));
    }

    @Override
    public String name() {
      return "decay";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      SequencedMap<String, Number> numbers = new LinkedHashMap<>();
      numbers.put("hold", hold);
      numbers.put("decay", decay);
      return numbers;
    }

    @Override
    public double factor(int epoch, int failures) {
      return Math.pow(decay, Math.max(0, epoch - hold + 1));
    }
  }

  /**
   * Multiplied after every epoch that did not improve the validation loss.
   *
   * @param decay the factor, above 0 to 1; one half is usual
   */
  record OnPlateau(double decay) implements Schedule {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public OnPlateau {
      checkFactor(decay);
    }

    @Override
    public String name() {
      return "plateau";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      SequencedMap<String, Number> numbers = new LinkedHashMap<>();
      numbers.put("decay", decay);
      return numbers;
    }

    @Override
    public double factor(int epoch, int failures) {
      return Math.pow(decay, failures);
    }
  }

  /**
   * Multiplied every so many epochs.
   *
   * @param every epochs at one rate, 1 or more
   * @param decay the factor, above 0 to 1
   */
  record StepDecay(int every, double decay) implements Schedule {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public StepDecay {
      checkEpochs("epochs at one learning rate", every);
      checkFactor(decay);
    }

    @Override
    public String name() {
      return "step";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      SequencedMap<String, Number> numbers = new LinkedHashMap<>();
      numbers.put("every", every);
      numbers.put("decay", decay);
      return numbers;
    }

    @Override
    public double factor(int epoch, int failures) {
      int times = epoch / every;
      return Math.pow(decay, times);
    }
  }

  /**
   * Falling from step to step, by the same factor in every epoch.
   *
   * @param decay the factor of an epoch, above 0 to 1
   */
  record Exponential(double decay) implements Schedule {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Exponential {
      checkFactor(decay);
    }

    @Override
    public String name() {
      return "exponential";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      SequencedMap<String, Number> numbers = new LinkedHashMap<>();
      numbers.put("decay", decay);
      return numbers;
    }

    @Override
    public double factor(int epoch, int failures) {
      return Math.pow(decay, epoch);
    }

    @Override
    public double factor(int epoch, int step, int steps, int failures) {
      return Math.pow(decay, epoch + (double) step / steps);
    }
  }

  /**
   * Half a cosine from the full rate down to its end, from step to step (Loshchilov and Hutter
   * 2017, without restarts); there it stays.
   *
   * @param epochs until there, 1 or more
   * @param end factor at the end, 0 to 1
   */
  record Cosine(int epochs, double end) implements Schedule {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Cosine {
      checkEpochs("epochs of the cosine", epochs);
      if (!(end >= 0 && end <= 1)) {
        throw new IllegalArgumentException(
            "the learning rate must end at 0 to 1 of the initial one, not " + end);
      }
    }

    @Override
    public String name() {
      return "cosine";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      SequencedMap<String, Number> numbers = new LinkedHashMap<>();
      numbers.put("epochs", epochs);
      numbers.put("end", end);
      return numbers;
    }

    @Override
    public double factor(int epoch, int failures) {
      return at(epoch);
    }

    @Override
    public double factor(int epoch, int step, int steps, int failures) {
      return at(epoch + (double) step / steps);
    }

    private double at(double epoch) {
      double done = Math.min(1, epoch / epochs);
      return end + (1 - end) * (1 + Math.cos(Math.PI * done)) / 2;
    }
  }

  /**
   * Another schedule whose factors rise in a straight line at first: the first of n steps takes 1/n
   * of them, the last all.
   *
   * @param epochs until all is taken, above 0; 0.5 for half an epoch
   * @param then the schedule, which is not waited for: it begins with the first step
   */
  record WarmUp(double epochs, Schedule then) implements Schedule {
    /** What the epochs are called among the numbers. */
    public static final String EPOCHS = "warmup";

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public WarmUp {
      if (!(epochs > 0 && epochs <= 1e6)) {
        throw new IllegalArgumentException(
            "epochs to warm up must be above 0 and at most 1000000, not " + epochs);
      }
    }

    @Override
    public String name() {
      return then.name();
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      SequencedMap<String, Number> numbers = then.numbers();
      numbers.put(EPOCHS, epochs);
      return numbers;
    }

    @Override
    public double factor(int epoch, int failures) {
      return factor(epoch, 0, 1, failures);
    }

    @Override
    public double factor(int epoch, int step, int steps, int failures) {
      double done = ((double) epoch * steps + step + 1) / (epochs * steps);
      return Math.min(1, done) * then.factor(epoch, step, steps, failures);
    }
  }

  private static void checkEpochs(String what, int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException(what + " must be 1 or more, not " + epochs);
    }
  }

  private static void checkFactor(double decay) {
    if (!(decay > 0 && decay <= 1)) {
      throw new IllegalArgumentException(
          "the learning rate's decay must be above 0 and at most 1, not " + decay);
    }
  }
}
