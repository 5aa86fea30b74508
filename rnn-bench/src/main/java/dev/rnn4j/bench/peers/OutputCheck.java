package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.Numbers;
import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.bench.peers.PeerCase.Ragged;
import dev.rnn4j.bench.peers.PeerCase.Stream;
import dev.rnn4j.bench.peers.PeerCase.Training;

/**
 * Whether an engine computed what the reference did. What a network puts out may differ by 1e-4,
 * losses by 1e-3 of themselves. The sums of a product, or of a gradient over all rows, are as large
 * as the roots of their lengths; there 1e-4 of the largest of them is meant.
 *
 * @param count how many runs are compared: tokens or steps
 * @param tolerance how far off is too far
 */
record OutputCheck(int count, double tolerance) {
  private static final double FORWARD = 1e-4;
  private static final double LOSS = 1e-3;
  private static final int STEPS = 20;

  static OutputCheck of(PeerCase c) {
    boolean series = c instanceof Training || c instanceof Stream;
    return new OutputCheck(series ? STEPS : 1, c instanceof Training ? LOSS : FORWARD);
  }

  /**
   * How far apart, in the sense above.
   *
   * @return NaN if one of them is no number or they differ in length
   */
  static double distance(PeerCase c, float[] reference, float[] output) {
    if (reference.length != output.length) {
      return Double.NaN;
    }
    double most = 0;
    double largest = 1;
    for (int i = 0; i < output.length; i++) {
      double difference = Math.abs((double) output[i] - reference[i]);
      most =
          Math.max(most, c instanceof Training ? difference / Math.abs(reference[i]) : difference);
      largest = Math.max(largest, Math.abs(reference[i]));
    }
    boolean sums = c instanceof Product || (c instanceof Ragged r && r.gradient());
    return sums ? most / largest : most;
  }

  boolean passes(double distance) {
    return distance <= tolerance;
  }

  /** What to say if it does not pass. */
  String complaint(double distance) {
    return Double.isNaN(distance)
        ? "its output has another length, or is no number"
        : Numbers.format("its output differs by %.1e, more than %.0e", distance, tolerance);
  }
}
