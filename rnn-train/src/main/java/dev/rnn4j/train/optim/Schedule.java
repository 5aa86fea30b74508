package dev.rnn4j.train.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How the learning rate changes from epoch to epoch, as a factor on the initial rate: immutable.
 * Anybody may write another one; a record whose components are its {@link #numbers} is all that is
 * needed.
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

  private static void checkFactor(double decay) {
    if (!(decay > 0 && decay <= 1)) {
      throw new IllegalArgumentException(
          "the learning rate's decay must be above 0 and at most 1, not " + decay);
    }
  }
}
