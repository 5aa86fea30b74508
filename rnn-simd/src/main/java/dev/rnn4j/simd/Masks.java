package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static dev.rnn4j.simd.VectorConstants.INTS;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.rnn4j.core.kernel.DropoutMask;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * A part of a row of a {@link DropoutMask}, bit for bit, hashed in the lanes: into memory, as a
 * vector that a call hands over would become an object, and the hash is to stand in one place.
 */
final class Masks {
  private static final int MULTIPLIER1 = 0x7feb352d;
  private static final int MULTIPLIER2 = 0x846ca68b;

  private Masks() {}

  /**
   * One of two values for each element.
   *
   * @param mask overwritten from 0 on
   * @param n elements
   * @param index of the first element
   * @param key names the mask
   * @param p probability of dropping an element
   * @param dropped for elements that are dropped
   * @param kept for the others
   */
  static void fill(float[] mask, int n, int index, long key, float p, float dropped, float kept) {
    int threshold = DropoutMask.threshold(p);
    int whole = wholeVectors(n);
    IntVector first = IntVector.zero(INTS).addIndex(1).add(index + (int) key);
    int second = (int) (key >>> 32);
    FloatVector drops = FloatVector.broadcast(FLOATS, dropped);
    for (int i = 0; i < whole; i += LANES) {
      IntVector u = first.add(i);
      u = u.lanewise(XOR, u.lanewise(LSHR, 16)).mul(MULTIPLIER1);
      u = u.lanewise(XOR, u.lanewise(LSHR, 15)).mul(MULTIPLIER2);
      u = u.lanewise(XOR, u.lanewise(LSHR, 16)).add(second);
      u = u.lanewise(XOR, u.lanewise(LSHR, 16)).mul(MULTIPLIER1);
      u = u.lanewise(XOR, u.lanewise(LSHR, 15)).mul(MULTIPLIER2);
      u = u.lanewise(XOR, u.lanewise(LSHR, 16)).lanewise(LSHR, 8);
      drops.blend(kept, u.compare(GE, threshold).cast(FLOATS)).intoArray(mask, i);
    }
    for (int i = whole; i < n; i++) {
      mask[i] = DropoutMask.keeps(index + i, key, threshold) ? kept : dropped;
    }
  }
}
