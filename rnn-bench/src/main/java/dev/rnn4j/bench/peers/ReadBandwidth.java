package dev.rnn4j.bench.peers;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The most bytes that Java reads in a time, with one addition for each float. Products of weights
 * with few rows do little else. What is read are arrays as kernels read them, not aligned.
 */
final class ReadBandwidth {
  private static final int ACCUMULATORS = 8;

  private ReadBandwidth() {}

  /** The sum of the elements from {@code begin} on, of whole groups of vectors below the end. */
  static float sum(float[] a, int begin, int end) {
    int lanes = FmaPeak.FLOATS.length();
    int group = ACCUMULATORS * lanes;
    FloatVector s0 = FloatVector.zero(FmaPeak.FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int i = begin; i <= end - group; i += group) {
      s0 = s0.add(FloatVector.fromArray(FmaPeak.FLOATS, a, i));
      s1 = s1.add(FloatVector.fromArray(FmaPeak.FLOATS, a, i + lanes));
      s2 = s2.add(FloatVector.fromArray(FmaPeak.FLOATS, a, i + 2 * lanes));
      s3 = s3.add(FloatVector.fromArray(FmaPeak.FLOATS, a, i + 3 * lanes));
      s4 = s4.add(FloatVector.fromArray(FmaPeak.FLOATS, a, i + 4 * lanes));
      s5 = s5.add(FloatVector.fromArray(FmaPeak.FLOATS, a, i + 5 * lanes));
      s6 = s6.add(FloatVector.fromArray(FmaPeak.FLOATS, a, i + 6 * lanes));
      s7 = s7.add(FloatVector.fromArray(FmaPeak.FLOATS, a, i + 7 * lanes));
    }
    FloatVector low = s0.add(s1).add(s2).add(s3);
    FloatVector high = s4.add(s5).add(s6).add(s7);
    return low.add(high).reduceLanes(VectorOperators.ADD);
  }
}
