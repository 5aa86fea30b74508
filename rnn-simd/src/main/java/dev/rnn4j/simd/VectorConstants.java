package dev.rnn4j.simd;

import jdk.incubator.vector.VectorSpecies;

/**
 * The species. {@code static final}, so that the compiler sees constants and removes the boxes
 * around vectors.
 *
 * <p>The rule that keeps boxes away everywhere in this package: no method takes or returns a
 * vector. Past its budget (some 50 vector operations in one compilation) the compiler still inlines
 * the Vector API, but no longer our methods, and whatever vector crosses such a call becomes an
 * object.
 */
final class VectorConstants {
  static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, Blocking.SHAPE);
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, Blocking.SHAPE);
  static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, Blocking.SHAPE);

  private VectorConstants() {}
}
