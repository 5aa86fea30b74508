package dev.rnn4j.testkit;

import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.testkit.ReferenceCell.State;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link RecurrentNoise} does to one sequence in one direction of a layer, in double
 * precision: h(t-1) and W_hh are multiplied by masks before the recurrent product, and what would
 * be written into c; of what a step gives, some elements are those of the step before.
 */
final class ReferenceNoise {
  private final RecurrentNoise config;
  private final boolean drawn;
  private final long key;
  private final int sequence;

  private ReferenceNoise(RecurrentNoise config, boolean drawn, long key, int sequence) {
    this.config = config;
    this.drawn = drawn;
    this.key = key;
    this.sequence = sequence;
  }

  /** What is left of it in use: the expectation of zoneout. */
  static ReferenceNoise inUse(RecurrentNoise config) {
    RecurrentNoise zoneout =
        new RecurrentNoise(0, 0, config.zoneoutHidden(), config.zoneoutState());
    return new ReferenceNoise(zoneout, false, 0, 0);
  }

  /**
   * The noise of a sequence.
   *
   * @param config how much
   * @param key of the layer and the direction
   * @param sequence its row within every step
   */
  ReferenceNoise(RecurrentNoise config, long key, int sequence) {
    this(config, true, key, sequence);
  }

  /** The parameters with elements of a recurrent weight dropped. */
  Map<String, double[]> dropped(Map<String, double[]> parameters, String weight) {
    double[] values = parameters.getOrDefault(weight, new double[0]);
    double[] mask = DropoutMasks.multipliers(values.length, 1, config.weights(), site(2));
    Map<String, double[]> all = new TreeMap<>(parameters);
    all.put(weight, product(values, mask));
    return all;
  }

  /** h(t-1) as the recurrent product reads it. */
  double[] recurrent(double[] h) {
    return product(h, row(h.length, config.hidden(), site(1)));
  }

  /** The multipliers of the candidate of a step. */
  double[] candidate(int width, int t) {
    return row(width, drawn ? config.candidate() : 0f, step(5, t));
  }

  /** What becomes of a step's state. */
  State after(State before, State now, int t) {
    double[] h = zoneout(before.h(), now.h(), config.zoneoutHidden(), step(3, t));
    double[] c = zoneout(before.c(), now.c(), config.zoneoutState(), step(4, t));
    return new State(h, c, now.gates());
  }

  private double[] zoneout(double[] before, double[] now, float p, long mask) {
    double[] mixed = now.clone();
    for (int j = 0; j < mixed.length; j++) {
      boolean kept = DropoutMasks.kept(sequence * mixed.length + j, p, mask);
      double share = drawn ? (kept ? 0 : 1) : p;
      mixed[j] = share * before[j] + (1 - share) * now[j];
    }
    return mixed;
  }

  private double[] row(int width, float p, long mask) {
    double[] all = DropoutMasks.multipliers(sequence + 1, width, p, mask);
    return Arrays.copyOfRange(all, sequence * width, all.length);
  }

  private static double[] product(double[] a, double[] b) {
    double[] y = a.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] *= b[i];
    }
    return y;
  }

  private long site(long site) {
    return RandomSource.derive(key, site);
  }

  private long step(long site, int t) {
    return RandomSource.derive(site(site), t);
  }
}
