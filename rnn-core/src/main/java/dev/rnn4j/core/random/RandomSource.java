package dev.rnn4j.core.random;

/**
 * The one generator of pseudo-random numbers: SplitMix64 (Steele, Lea and Flood 2014). Its whole
 * state is one {@code long}, so a run can be stopped and resumed to the bit. Not thread-safe, not
 * for secrets.
 */
public final class RandomSource {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  /**
   * A generator.
   *
   * @param seed any value; equal seeds give equal numbers
   */
  public RandomSource(long seed) {
    state = seed;
  }

  /**
   * A well-mixed function of two numbers, to derive an independent seed for a purpose or a step.
   *
   * @param seed the seed to derive from
   * @param purpose what for
   * @return a seed
   */
  public static long derive(long seed, long purpose) {
    return mix(mix(seed + GOLDEN_GAMMA) + (purpose + 1) * GOLDEN_GAMMA);
  }

  /** {@return the seed of a generator that would continue like this one} */
  public long state() {
    return state;
  }

  /** {@return the next number: any long, all equally likely} */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * Next number below a bound.
   *
   * @param bound 1 or more
   * @return 0 to bound - 1
   * @throws IllegalArgumentException if bound is below 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("the bound must be 1 or more, not " + bound);
    }
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** {@return the next number from 0 to below 1, in steps of 2⁻⁵³} */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
